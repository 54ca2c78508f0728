<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr">
<context>
    <name>ChartExport</name>
    <message>
        <source>batch %1</source>
        <translation>micro-lot %1</translation>
    </message>
    <message>
        <source>watermark %1</source>
        <translation>filigrane %1</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n ligne</numerusform>
            <numerusform>%n lignes</numerusform>
        </translation>
    </message>
    <message>
        <source>open window (~ may change)</source>
        <translation>fenêtre ouverte (~ peut changer)</translation>
    </message>
</context>
<context>
    <name>ChartPicture</name>
    <message numerus="yes">
        <source>Other (%n)</source>
        <translation>
            <numerusform>Autre (%n)</numerusform>
            <numerusform>Autres (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>watermark %1</source>
        <translation>filigrane (watermark) %1</translation>
    </message>
    <message>
        <source>no effect in complete</source>
        <translation>sans effet en complete</translation>
    </message>
    <message>
        <source>closes no window</source>
        <translation>ne ferme aucune fenêtre</translation>
    </message>
    <message>
        <source>= latest %1 − %2</source>
        <translation>= dernier %1 − %2</translation>
    </message>
    <message>
        <source>final</source>
        <comment>windows left of the watermark</comment>
        <translation>définitif</translation>
    </message>
    <message>
        <source>total</source>
        <translation>total</translation>
    </message>
</context>
<context>
    <name>ChartSummary</name>
    <message>
        <source>rows</source>
        <translation>lignes</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Graphique</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 par %2</translation>
    </message>
    <message>
        <source>%1 by %2 and %3</source>
        <translation>%1 par %2 et %3</translation>
    </message>
    <message>
        <source>%1, as lines</source>
        <translation>%1, en courbes</translation>
    </message>
    <message numerus="yes">
        <source>%n open window(s) hidden</source>
        <translation>
            <numerusform>%n fenêtre ouverte masquée</numerusform>
            <numerusform>%n fenêtres ouvertes masquées</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open window(s) shown</source>
        <translation>
            <numerusform>%n fenêtre ouverte affichée</numerusform>
            <numerusform>%n fenêtres ouvertes affichées</numerusform>
        </translation>
    </message>
    <message>
        <source>all windows final</source>
        <translation>toutes les fenêtres définitives</translation>
    </message>
    <message numerus="yes">
        <source>%n window(s)</source>
        <translation>
            <numerusform>%n fenêtre</numerusform>
            <numerusform>%n fenêtres</numerusform>
        </translation>
    </message>
    <message>
        <source>1 bar = %1</source>
        <translation>1 barre = %1</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n clé</numerusform>
            <numerusform>%n clés</numerusform>
        </translation>
    </message>
    <message>
        <source>windows overlap: bars share rows</source>
        <translation>fenêtres chevauchantes&#xa0;: des lignes communes aux barres</translation>
    </message>
    <message>
        <source>%1 of %2 keys</source>
        <translation>%1 clés sur %2</translation>
    </message>
    <message>
        <source>a column is missing in the result</source>
        <translation>une colonne manque dans le résultat</translation>
    </message>
    <message numerus="yes">
        <source>Other (%n)</source>
        <translation>
            <numerusform>Autre (%n)</numerusform>
            <numerusform>Autres (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>open, may still change</source>
        <translation>ouverte, peut changer</translation>
    </message>
    <message>
        <source>final</source>
        <translation>définitive</translation>
    </message>
    <message>
        <source>kept, nothing is ever final here</source>
        <translation>conservée, rien n’est jamais définitif ici</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>aucune valeur</translation>
    </message>
    <message>
        <source>value</source>
        <translation>valeur</translation>
    </message>
    <message>
        <source>share</source>
        <translation>part</translation>
    </message>
    <message>
        <source>last change</source>
        <translation>dernier changement</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>micro-lot %1</translation>
    </message>
    <message>
        <source>Line chart</source>
        <translation>Graphique en courbes</translation>
    </message>
    <message>
        <source>Horizontal bar chart</source>
        <translation>Graphique en barres horizontales</translation>
    </message>
    <message>
        <source>Bar chart</source>
        <translation>Graphique en barres</translation>
    </message>
    <message>
        <source>no rows yet</source>
        <translation>pas encore de lignes</translation>
    </message>
    <message numerus="yes">
        <source>%n span(s) of time</source>
        <translation>
            <numerusform>%n intervalle de temps</numerusform>
            <numerusform>%n intervalles de temps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n barre</numerusform>
            <numerusform>%n barres</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>highest %1 (%2)</source>
        <translation>maximum %1 (%2)</translation>
    </message>
    <message>
        <source>lowest %1 (%2)</source>
        <translation>minimum %1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>%n open window(s)</source>
        <translation>
            <numerusform>%n fenêtre ouverte</numerusform>
            <numerusform>%n fenêtres ouvertes</numerusform>
        </translation>
    </message>
    <message>
        <source>watermark %1</source>
        <translation>filigrane %1</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Barres</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Courbes</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>Aires</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Points</translation>
    </message>
    <message>
        <source>Pie</source>
        <translation>Secteurs</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramme</translation>
    </message>
    <message>
        <source>Big number</source>
        <translation>Grand nombre</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <source>Distribution of %1</source>
        <translation>Distribution de %1</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 selon %2</translation>
    </message>
    <message>
        <source>%1, as areas</source>
        <translation>%1, en aires</translation>
    </message>
    <message>
        <source>1 point = %1</source>
        <translation>1&#xa0;point = %1</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n ligne</numerusform>
            <numerusform>%n lignes</numerusform>
        </translation>
    </message>
    <message>
        <source>the %1 rows of %2 that changed last</source>
        <translation>les %1 lignes changées en dernier, sur %2</translation>
    </message>
    <message numerus="yes">
        <source>1 bar = %n window(s)</source>
        <translation>
            <numerusform>1&#xa0;barre = %n fenêtre</numerusform>
            <numerusform>1&#xa0;barre = %n fenêtres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open window(s) included</source>
        <translation>
            <numerusform>%n fenêtre ouverte comprise</numerusform>
            <numerusform>%n fenêtres ouvertes comprises</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) without a number left out</source>
        <translation>
            <numerusform>%n ligne sans nombre omise</numerusform>
            <numerusform>%n lignes sans nombre omises</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) without a time left out</source>
        <translation>
            <numerusform>%n ligne sans temps omise</numerusform>
            <numerusform>%n lignes sans temps omises</numerusform>
        </translation>
    </message>
    <message>
        <source>values below 0 have no shares</source>
        <translation>des valeurs négatives n’ont pas de parts</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>de %1 à %2</translation>
    </message>
    <message>
        <source>from open windows too, may still change</source>
        <translation>provient aussi de fenêtres ouvertes, peut encore changer</translation>
    </message>
    <message>
        <source>in open windows</source>
        <translation>dans des fenêtres ouvertes</translation>
    </message>
    <message>
        <source>%1 since batch %2</source>
        <translation>%1 depuis le micro-lot %2</translation>
    </message>
    <message>
        <source>last final value %1 (%2)</source>
        <translation>dernière valeur définitive %1 (%2)</translation>
    </message>
    <message>
        <source>A pie cannot show this</source>
        <translation>Des secteurs ne peuvent pas montrer cela</translation>
    </message>
    <message>
        <source>There are no numbers to place</source>
        <translation>Il n’y a pas de nombres à placer</translation>
    </message>
    <message>
        <source>Choose a column of numbers, or another kind of chart.</source>
        <translation>Choisissez une colonne de nombres, ou un autre type de graphique.</translation>
    </message>
    <message>
        <source>Its parts are the values of a column that is not time. Choose one under Parts.</source>
        <translation>Ses parts sont les valeurs d’une colonne qui n’est pas un temps. Choisissez-en une sous Parts.</translation>
    </message>
    <message>
        <source>Averages, lowest and highest values do not add up to a whole. Bars compare them.</source>
        <translation>Des moyennes, des minimums et des maximums ne forment pas un tout. Des barres les comparent.</translation>
    </message>
    <message>
        <source>The windows overlap: a row would be in several parts of the whole. Bars show each window.</source>
        <translation>Les fenêtres se chevauchent&#xa0;: une ligne serait comptée plusieurs fois dans le tout. Des barres montrent chaque fenêtre.</translation>
    </message>
    <message>
        <source>A value is below 0, and no part of a whole can be. Bars show it.</source>
        <translation>Une valeur est négative, ce qu’aucune part d’un tout ne peut être. Des barres la montrent.</translation>
    </message>
    <message>
        <source>All values are 0: there is no whole to share.</source>
        <translation>Toutes les valeurs sont 0&#xa0;: il n’y a pas de tout à partager.</translation>
    </message>
    <message>
        <source>Area chart</source>
        <translation>Graphique en aires</translation>
    </message>
    <message>
        <source>Scatter chart</source>
        <translation>Nuage de points</translation>
    </message>
    <message>
        <source>Pie chart</source>
        <translation>Graphique en secteurs</translation>
    </message>
</context>
<context>
    <name>LineChart</name>
    <message numerus="yes">
        <source>Other (%n)</source>
        <translation>
            <numerusform>Autre (%n)</numerusform>
            <numerusform>Autres (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Exécuter</translation>
    </message>
</context>
<context>
    <name>MetricNames</name>
    <message>
        <source>%1 rows/s</source>
        <translation>%1&#xa0;lignes/s</translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln ligne</numerusform>
            <numerusform>%Ln lignes</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1&#xa0;ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1&#xa0;s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1&#xa0;min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1&#xa0;h</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1&#xa0;jours</translation>
    </message>
    <message>
        <source>How many rows arrived a second since the trigger before.</source>
        <translation>Combien de lignes sont arrivées par seconde depuis le déclenchement précédent.</translation>
    </message>
    <message>
        <source>How many rows a second a batch worked through. Below the input rate for long, the query falls behind.</source>
        <translation>Combien de lignes par seconde un micro-lot a traitées. Si ce débit reste longtemps sous celui de l’entrée, la requête prend du retard.</translation>
    </message>
    <message>
        <source>Rows that a batch read.</source>
        <translation>Lignes lues par un micro-lot.</translation>
    </message>
    <message>
        <source>From the trigger to the commit of the batch.</source>
        <translation>Du déclenchement à la validation du micro-lot.</translation>
    </message>
    <message>
        <source>Where the time of a batch went: finding files, writing the plan, reading and computing, committing.</source>
        <translation>Où est passé le temps d’un micro-lot&#xa0;: chercher les fichiers, écrire le plan, lire et calculer, valider.</translation>
    </message>
    <message>
        <source>From the watermark to the clock at the trigger. It grows when no newer event time arrives.</source>
        <translation>Du filigrane à l’horloge au déclenchement. L’écart grandit quand aucune heure d’événement plus récente n’arrive.</translation>
    </message>
    <message>
        <source>Groups kept in the state after the batch.</source>
        <translation>Groupes gardés dans l’état après le micro-lot.</translation>
    </message>
    <message>
        <source>Groups that the batch added or changed.</source>
        <translation>Groupes ajoutés ou modifiés par le micro-lot.</translation>
    </message>
    <message>
        <source>Groups released because their window is final. Nothing is lost by that.</source>
        <translation>Groupes libérés parce que leur fenêtre est définitive. Rien n’est perdu.</translation>
    </message>
    <message>
        <source>Memory of the state.</source>
        <translation>Mémoire de l’état.</translation>
    </message>
    <message>
        <source>Input that came too late, counted as Spark does: groups of a batch, not rows. The lane Late rows has the rows.</source>
        <translation>Entrées arrivées trop tard, comptées comme le fait Spark&#xa0;: des groupes d’un micro-lot, pas des lignes. L’onglet Lignes tardives montre les lignes.</translation>
    </message>
</context>
<context>
    <name>QueryWords</name>
    <message numerus="yes">
        <source>%n millisecond(s)</source>
        <translation>
            <numerusform>%n milliseconde</numerusform>
            <numerusform>%n millisecondes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n seconde</numerusform>
            <numerusform>%n secondes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n heure</numerusform>
            <numerusform>%n heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n jour</numerusform>
            <numerusform>%n jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>%n semaine</numerusform>
            <numerusform>%n semaines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>%n mois</numerusform>
            <numerusform>%n mois</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n an</numerusform>
            <numerusform>%n ans</numerusform>
        </translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>toutes les %1</translation>
    </message>
    <message>
        <source>one batch, then stop</source>
        <translation>un micro-lot, puis arrêt</translation>
    </message>
    <message>
        <source>all that is there, then stop</source>
        <translation>tout ce qui est là, puis arrêt</translation>
    </message>
    <message>
        <source>continuously, %1</source>
        <translation>en continu, %1</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>Déclencheur</translation>
    </message>
    <message>
        <source>Output mode</source>
        <translation>Mode de sortie</translation>
    </message>
    <message>
        <source>%1 sliding %2</source>
        <translation>%1 au pas de %2</translation>
    </message>
    <message>
        <source>Window length</source>
        <translation>Durée de la fenêtre</translation>
    </message>
    <message>
        <source>Event time</source>
        <translation>Heure de l’événement</translation>
    </message>
    <message>
        <source>without end</source>
        <translation>sans limite</translation>
    </message>
    <message>
        <source>Watermark delay</source>
        <translation>Retard admis par le filigrane</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Groupes</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>lignes</translation>
    </message>
    <message>
        <source>What is computed</source>
        <translation>Ce qui est calculé</translation>
    </message>
    <message>
        <source>Every %1 count %2 in windows of %3 on %4, waiting %5 for late rows. Write %6.</source>
        <translation>Toutes les %1, compter les %2 en fenêtres de %3 sur %4. Retard admis %5. Sortie %6.</translation>
    </message>
    <message>
        <source>Count %2 in windows of %3 on %4, waiting %5 for late rows. Trigger: %1. Write %6.</source>
        <translation>Compter les %2 en fenêtres de %3 sur %4. Retard admis %5. Déclencheur&#xa0;: %1. Sortie %6.</translation>
    </message>
    <message>
        <source>Every %1 compute %2 in windows of %3 on %4, waiting %5 for late rows. Write %6.</source>
        <translation>Toutes les %1, calculer %2 en fenêtres de %3 sur %4. Retard admis %5. Sortie %6.</translation>
    </message>
    <message>
        <source>Compute %2 in windows of %3 on %4, waiting %5 for late rows. Trigger: %1. Write %6.</source>
        <translation>Calculer %2 en fenêtres de %3 sur %4. Retard admis %5. Déclencheur&#xa0;: %1. Sortie %6.</translation>
    </message>
    <message>
        <source>Every %1 count %2 by %3 in windows of %4 on %5, waiting %6 for late rows. Write %7.</source>
        <translation>Toutes les %1, compter les %2 par %3, en fenêtres de %4 sur %5. Retard admis %6. Sortie %7.</translation>
    </message>
    <message>
        <source>Count %2 by %3 in windows of %4 on %5, waiting %6 for late rows. Trigger: %1. Write %7.</source>
        <translation>Compter les %2 par %3, en fenêtres de %4 sur %5. Retard admis %6. Déclencheur&#xa0;: %1. Sortie %7.</translation>
    </message>
    <message>
        <source>Every %1 compute %2 by %3 in windows of %4 on %5, waiting %6 for late rows. Write %7.</source>
        <translation>Toutes les %1, calculer %2 par %3, en fenêtres de %4 sur %5. Retard admis %6. Sortie %7.</translation>
    </message>
    <message>
        <source>Compute %2 by %3 in windows of %4 on %5, waiting %6 for late rows. Trigger: %1. Write %7.</source>
        <translation>Calculer %2 par %3, en fenêtres de %4 sur %5. Retard admis %6. Déclencheur&#xa0;: %1. Sortie %7.</translation>
    </message>
    <message>
        <source>Every %1 count %2, all together. Write %3.</source>
        <translation>Toutes les %1, compter les %2, toutes ensemble. Sortie %3.</translation>
    </message>
    <message>
        <source>Count %2, all together. Trigger: %1. Write %3.</source>
        <translation>Compter les %2, toutes ensemble. Déclencheur&#xa0;: %1. Sortie %3.</translation>
    </message>
    <message>
        <source>Every %1 compute %2 over all rows. Write %3.</source>
        <translation>Toutes les %1, calculer %2 sur toutes les lignes. Sortie %3.</translation>
    </message>
    <message>
        <source>Compute %2 over all rows. Trigger: %1. Write %3.</source>
        <translation>Calculer %2 sur toutes les lignes. Déclencheur&#xa0;: %1. Sortie %3.</translation>
    </message>
    <message>
        <source>Every %1 count %2 by %3. Write %4.</source>
        <translation>Toutes les %1, compter les %2 par %3. Sortie %4.</translation>
    </message>
    <message>
        <source>Count %2 by %3. Trigger: %1. Write %4.</source>
        <translation>Compter les %2 par %3. Déclencheur&#xa0;: %1. Sortie %4.</translation>
    </message>
    <message>
        <source>Every %1 compute %2 by %3. Write %4.</source>
        <translation>Toutes les %1, calculer %2 par %3. Sortie %4.</translation>
    </message>
    <message>
        <source>Compute %2 by %3. Trigger: %1. Write %4.</source>
        <translation>Calculer %2 par %3. Déclencheur&#xa0;: %1. Sortie %4.</translation>
    </message>
    <message>
        <source>the live table</source>
        <translation>la table en direct</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Every %1 write each row to %2.</source>
        <translation>Toutes les %1, écrire chaque ligne dans %2.</translation>
    </message>
    <message>
        <source>Write each row to %2. Trigger: %1.</source>
        <translation>Écrire chaque ligne dans %2. Déclencheur&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Every %1 run the steps below. Write %2.</source>
        <translation>Toutes les %1, exécuter les étapes ci-dessous. Sortie %2.</translation>
    </message>
    <message>
        <source>Run the steps below. Trigger: %1. Write %2.</source>
        <translation>Exécuter les étapes ci-dessous. Déclencheur&#xa0;: %1. Sortie %2.</translation>
    </message>
    <message>
        <source>as soon as possible</source>
        <translation>dès que possible</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>A restart goes on from %1.</source>
        <translation>Un redémarrage reprend à partir de %1.</translation>
    </message>
</context>
<context>
    <name>RecentRow</name>
    <message>
        <source>just now</source>
        <translation>à l’instant</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>il y a %n minute</numerusform>
            <numerusform>il y a %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>il y a %n heure</numerusform>
            <numerusform>il y a %n heures</numerusform>
        </translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>hier</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>il y a %n jour</numerusform>
            <numerusform>il y a %n jours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SessionExport</name>
    <message>
        <source>There is no result to export yet.</source>
        <translation>Il n’y a pas encore de résultat à exporter.</translation>
    </message>
    <message>
        <source>Wait for the first batch.</source>
        <translation>Attendez le premier micro-lot.</translation>
    </message>
    <message>
        <source>“%1” has no ending that says its format.</source>
        <translation>L’extension de «&#xa0;%1&#xa0;» n’indique pas de format.</translation>
    </message>
    <message>
        <source>Choose one of: %1.</source>
        <translation>Choisissez parmi&#xa0;: %1.</translation>
    </message>
</context>
<context>
    <name>TimeLabels</name>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>d</source>
        <comment>days</comment>
        <translation>j</translation>
    </message>
    <message>
        <source>h</source>
        <comment>hours</comment>
        <translation>h</translation>
    </message>
    <message>
        <source>min</source>
        <comment>minutes</comment>
        <translation>min</translation>
    </message>
    <message>
        <source>ms</source>
        <comment>milliseconds</comment>
        <translation>ms</translation>
    </message>
</context>
<context>
    <name>vitrine::DemoStream</name>
    <message>
        <source>The demonstration needs a folder of its own below “%1”: %2.</source>
        <translation>La démonstration a besoin de son propre dossier dans «&#xa0;%1&#xa0;»&#xa0;: %2.</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>Démonstration</translation>
    </message>
</context>
<context>
    <name>vitrine::Unattended</name>
    <message>
        <source>The project holds no query.</source>
        <translation>Le projet ne contient aucune requête.</translation>
    </message>
    <message>
        <source>The project holds no query “%1”.</source>
        <translation>Le projet ne contient pas de requête «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>The query was not ready within %1 s; nothing was exported.</source>
        <translation>La requête n’était pas prête au bout de %1&#xa0;s&#x202f;; rien n’a été exporté.</translation>
    </message>
    <message>
        <source>There is no chart “%1”.</source>
        <translation>Il n’y a pas de graphique «&#xa0;%1&#xa0;».</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::BadgeTabBar</name>
    <message>
        <source>%1, %2</source>
        <comment>name of a lane, number of rows in it</comment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::Banner</name>
    <message>
        <source>Hide this message</source>
        <translation>Masquer ce message</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::BannerStack</name>
    <message>
        <source>Show fewer messages</source>
        <translation>Afficher moins de messages</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <comment>messages</comment>
        <translation>
            <numerusform>%n autre</numerusform>
            <numerusform>%n autres</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::BuildPage</name>
    <message>
        <source>Read the columns of the folder</source>
        <translation>Lire les colonnes du dossier</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::CatalogTree</name>
    <message>
        <source>Catalog</source>
        <translation>Catalogue</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n ligne</numerusform>
            <numerusform>%n lignes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ChartCard</name>
    <message>
        <source>Grouped</source>
        <translation>Groupé</translation>
    </message>
    <message>
        <source>Stacked</source>
        <translation>Empilé</translation>
    </message>
    <message>
        <source>100&#xa0;%</source>
        <translation>100&#xa0;%</translation>
    </message>
    <message>
        <source>Bars side by side or stacked</source>
        <translation>Barres côte à côte ou empilées</translation>
    </message>
    <message>
        <source>Enlarge this chart</source>
        <translation>Agrandir ce graphique</translation>
    </message>
    <message>
        <source>More for this chart</source>
        <translation>Autres actions pour ce graphique</translation>
    </message>
    <message>
        <source>No rows yet</source>
        <translation>Pas encore de lignes</translation>
    </message>
    <message>
        <source>The chart is drawn with the first batch that has rows.</source>
        <translation>Le graphique se dessine au premier micro-lot qui a des lignes.</translation>
    </message>
    <message>
        <source>Edit chart…</source>
        <translation>Modifier le graphique…</translation>
    </message>
    <message>
        <source>Show open windows</source>
        <translation>Afficher les fenêtres ouvertes</translation>
    </message>
    <message>
        <source>Logarithmic values</source>
        <translation>Valeurs logarithmiques</translation>
    </message>
    <message>
        <source>Show the table</source>
        <translation>Afficher le tableau</translation>
    </message>
    <message>
        <source>Copy as image</source>
        <translation>Copier l’image</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exporter…</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dupliquer</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Suivre</translation>
    </message>
    <message numerus="yes">
        <source>Back to live (L), %n batch(es) missed</source>
        <translation>
            <numerusform>Revenir au direct (L), %n micro-lot manqué</numerusform>
            <numerusform>Revenir au direct (L), %n micro-lots manqués</numerusform>
        </translation>
    </message>
    <message>
        <source>Free: back to live (L)</source>
        <translation>Libre&#xa0;: revenir au direct (L)</translation>
    </message>
    <message>
        <source>The chart follows the newest windows. Click to stay where it is.</source>
        <translation>Le graphique suit les fenêtres les plus récentes. Cliquez pour le figer où il est.</translation>
    </message>
    <message>
        <source>The chart stays where you left it.</source>
        <translation>Le graphique reste où vous l’avez laissé.</translation>
    </message>
    <message>
        <source>Averages, lowest and highest values cannot be stacked</source>
        <translation>Moyennes, minimums et maximums ne s’empilent pas</translation>
    </message>
    <message>
        <source>Windows overlap: a row is in several, shares would lie</source>
        <translation>Les fenêtres se chevauchent&#xa0;: une ligne est dans plusieurs, les parts seraient fausses</translation>
    </message>
    <message>
        <source>These values have no total</source>
        <translation>Ces valeurs n’ont pas de total</translation>
    </message>
    <message>
        <source>stale %1 s</source>
        <translation>périmé depuis %1&#xa0;s</translation>
    </message>
    <message>
        <source>open window (~ may change)</source>
        <translation>fenêtre ouverte (~ peut changer)</translation>
    </message>
    <message>
        <source>late row dropped</source>
        <translation>ligne tardive ignorée</translation>
    </message>
    <message>
        <source>Overlaid</source>
        <translation>Superposées</translation>
    </message>
    <message>
        <source>Areas over each other or stacked</source>
        <translation>Aires superposées ou empilées</translation>
    </message>
    <message>
        <source>Move one place forward</source>
        <translation>Avancer d’une place</translation>
    </message>
    <message>
        <source>Move one place back</source>
        <translation>Reculer d’une place</translation>
    </message>
    <message>
        <source>Show as bars</source>
        <translation>Montrer en barres</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ChartSheet</name>
    <message>
        <source>Edit chart</source>
        <translation>Modifier le graphique</translation>
    </message>
    <message>
        <source>made from the columns</source>
        <translation>formé d’après les colonnes</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Barres</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Couleurs</translation>
    </message>
    <message>
        <source>Windows shown</source>
        <translation>Fenêtres affichées</translation>
    </message>
    <message>
        <source>Keys shown</source>
        <translation>Clés affichées</translation>
    </message>
    <message>
        <source>X axis</source>
        <translation>Axe X</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Stacking</source>
        <translation>Empilement</translation>
    </message>
    <message>
        <source>as many as read well</source>
        <translation>autant qu’il en faut pour bien lire</translation>
    </message>
    <message>
        <source>drawn as 0</source>
        <translation>dessinées à 0</translation>
    </message>
    <message>
        <source>left as a gap</source>
        <translation>laissées vides</translation>
    </message>
    <message>
        <source>Empty values</source>
        <translation>Valeurs vides</translation>
    </message>
    <message>
        <source>calm: grows at once, shrinks late</source>
        <translation>calme&#xa0;: s’étend aussitôt, se resserre tard</translation>
    </message>
    <message>
        <source>fits every batch</source>
        <translation>ajusté à chaque micro-lot</translation>
    </message>
    <message>
        <source>fixed by the document</source>
        <translation>fixé par le document</translation>
    </message>
    <message>
        <source>the same for all charts</source>
        <translation>le même pour tous les graphiques</translation>
    </message>
    <message>
        <source>Value axis</source>
        <translation>Axe des valeurs</translation>
    </message>
    <message>
        <source>Show open windows</source>
        <translation>Afficher les fenêtres ouvertes</translation>
    </message>
    <message>
        <source>Logarithmic values</source>
        <translation>Valeurs logarithmiques</translation>
    </message>
    <message>
        <source>Ring with the total in its middle</source>
        <translation>Anneau avec le total au milieu</translation>
    </message>
    <message>
        <source>over each other</source>
        <translation>superposées</translation>
    </message>
    <message>
        <source>side by side</source>
        <translation>côte à côte</translation>
    </message>
    <message>
        <source>stacked</source>
        <translation>empilées</translation>
    </message>
    <message>
        <source>shares of 100&#xa0;%</source>
        <translation>parts de 100&#x202f;%</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Au fil du temps</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Parts</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ChartValueRows</name>
    <message>
        <source>Add a value</source>
        <translation>Ajouter une valeur</translation>
    </message>
    <message>
        <source>Column of the value</source>
        <translation>Colonne de la valeur</translation>
    </message>
    <message>
        <source>number of rows</source>
        <translation>nombre de lignes</translation>
    </message>
    <message>
        <source>What is done to rows on one mark</source>
        <translation>Ce qui est fait des lignes d’un même repère</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>somme</translation>
    </message>
    <message>
        <source>count</source>
        <translation>nombre</translation>
    </message>
    <message>
        <source>count of different ones</source>
        <translation>nombre de valeurs distinctes</translation>
    </message>
    <message>
        <source>average</source>
        <translation>moyenne</translation>
    </message>
    <message>
        <source>median</source>
        <translation>médiane</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>minimum</translation>
    </message>
    <message>
        <source>highest</source>
        <translation>maximum</translation>
    </message>
    <message>
        <source>standard deviation</source>
        <translation>écart type</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>telle quelle</translation>
    </message>
    <message>
        <source>Remove this value</source>
        <translation>Retirer cette valeur</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ChartView</name>
    <message>
        <source>Chart: %1</source>
        <translation>Graphique&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::CheckpointCard</name>
    <message>
        <source>No query is chosen</source>
        <translation>Aucune requête choisie</translation>
    </message>
    <message>
        <source>Choose one in the list of streams.</source>
        <translation>Choisissez-en une dans la liste des flux.</translation>
    </message>
    <message>
        <source>This query keeps no checkpoint</source>
        <translation>Cette requête n’a pas de checkpoint</translation>
    </message>
    <message>
        <source>Stopped or killed, it begins anew: name a checkpoint under Output on the Build page to go on instead.</source>
        <translation>Arrêtée ou tuée, elle repart de zéro&#xa0;: nommez un checkpoint sous Sortie, page Construire, pour continuer.</translation>
    </message>
    <message>
        <source>The checkpoint cannot be read</source>
        <translation>Le checkpoint est illisible</translation>
    </message>
    <message>
        <source>Looking into the checkpoint</source>
        <translation>Lecture du checkpoint</translation>
    </message>
    <message>
        <source>exactly once</source>
        <translation>exactement une fois</translation>
    </message>
    <message>
        <source>at least once</source>
        <translation>au moins une fois</translation>
    </message>
    <message>
        <source>Killed at any moment and restarted, each row is written once.</source>
        <translation>Tuée à tout moment puis redémarrée, chaque ligne est écrite une seule fois.</translation>
    </message>
    <message>
        <source>Killed at a bad moment and restarted, the rows of one batch may be written twice; none is missing.</source>
        <translation>Tuée au mauvais moment puis redémarrée, les lignes d’un micro-lot peuvent être écrites deux fois&#xa0;; aucune ne manque.</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>aucun encore</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>micro-lot %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>%1, no effect in complete</source>
        <translation>%1, sans effet en complete</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n ligne</numerusform>
            <numerusform>%n lignes</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>rien encore</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n fichier</numerusform>
            <numerusform>%n fichiers</numerusform>
        </translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>jusqu’à %1</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>personne</translation>
    </message>
    <message>
        <source>no new data</source>
        <translation>pas de nouvelles données</translation>
    </message>
    <message>
        <source>✓ committed</source>
        <translation>✓ validé</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>pas encore</translation>
    </message>
    <message>
        <source>planned %1</source>
        <translation>planifié %1</translation>
    </message>
    <message>
        <source>If it were killed now, a restart would run batch %1 again with the same rows. Nothing before it is repeated.</source>
        <translation>Tuée maintenant, elle reprendrait le micro-lot %1 avec les mêmes lignes. Rien de ce qui précède n’est répété.</translation>
    </message>
    <message>
        <source>If it were killed now, a restart would go on with batch %1. Batches 0 to %2 are not repeated.</source>
        <translation>Tuée maintenant, elle continuerait avec le micro-lot %1. Les micro-lots 0 à %2 ne sont pas répétés.</translation>
    </message>
    <message>
        <source>A restart would begin with batch 0.</source>
        <translation>Un redémarrage commencerait au micro-lot 0.</translation>
    </message>
    <message>
        <source>A restart may change the trigger, limits such as maxFilesPerTrigger, filters, and outputs.</source>
        <translation>Un redémarrage peut changer le déclencheur, des limites comme maxFilesPerTrigger, les filtres et les sorties.</translation>
    </message>
    <message>
        <source>It refuses other sources and folders, and steps that keep state.</source>
        <translation>Il refuse d’autres sources et dossiers, et des étapes à état.</translation>
    </message>
    <message>
        <source>It refuses other sources and folders, and keys or aggregates of other types. Another output mode, window length or delay is accepted, and said.</source>
        <translation>Il refuse d’autres sources et dossiers, et des clés ou agrégats d’autres types. Un autre mode de sortie, une autre durée de fenêtre ou un autre délai sont acceptés, et signalés.</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Query id</source>
        <translation>Id de requête</translation>
    </message>
    <message>
        <source>Run id</source>
        <translation>Id d’exécution</translation>
    </message>
    <message>
        <source>Last commit</source>
        <translation>Dernière validation</translation>
    </message>
    <message>
        <source>Watermark</source>
        <translation>Filigrane (watermark)</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Read so far</source>
        <translation>Lu jusqu’ici</translation>
    </message>
    <message>
        <source>Size on disk</source>
        <translation>Taille sur disque</translation>
    </message>
    <message>
        <source>In use by</source>
        <translation>Utilisé par</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>micro-lot</translation>
    </message>
    <message>
        <source>offsets written</source>
        <translation>positions écrites</translation>
    </message>
    <message>
        <source>planned</source>
        <translation>planifié</translation>
    </message>
    <message>
        <source>commit</source>
        <translation>validation</translation>
    </message>
    <message>
        <source>Batches of the checkpoint</source>
        <translation>Micro-lots du checkpoint</translation>
    </message>
    <message>
        <source>Stop cleanly</source>
        <translation>Arrêter proprement</translation>
    </message>
    <message>
        <source>The batch in progress is abandoned and runs again at the next start</source>
        <translation>Le micro-lot en cours est abandonné et repris au prochain démarrage</translation>
    </message>
    <message>
        <source>Restart from it</source>
        <translation>Reprendre ici</translation>
    </message>
    <message>
        <source>Start the query again where its checkpoint stands</source>
        <translation>Redémarrer la requête là où en est son checkpoint</translation>
    </message>
    <message>
        <source>Checkpoint of the chosen query</source>
        <translation>Checkpoint de la requête choisie</translation>
    </message>
    <message>
        <source>The checkpoint of before was set aside as %1.</source>
        <translation>Le checkpoint précédent a été mis de côté sous %1.</translation>
    </message>
    <message>
        <source>✓ run again</source>
        <translation>✓ rejoué</translation>
    </message>
    <message>
        <source>A restart runs batch %1 again with the same rows. Nothing before it is repeated.</source>
        <translation>Un redémarrage rejoue le micro-lot %1 avec les mêmes lignes. Rien de ce qui précède n’est répété.</translation>
    </message>
    <message>
        <source>A restart goes on with batch %1. Batches 0 to %2 are not repeated.</source>
        <translation>Un redémarrage continue avec le micro-lot %1. Les micro-lots 0 à %2 ne sont pas répétés.</translation>
    </message>
    <message>
        <source>The query crashes when its outputs have the batch in progress, or else the next one, before the commit. A restart runs that batch again.</source>
        <translation>La requête se plante dès que ses sorties ont reçu le micro-lot en cours, ou sinon le prochain, avant la validation. Un redémarrage rejoue ce micro-lot.</translation>
    </message>
    <message>
        <source>Batch %1 was run again after the restart, with the same rows.</source>
        <translation>Le micro-lot %1 a été rejoué après le redémarrage, avec les mêmes lignes.</translation>
    </message>
    <message>
        <source>Each row was written once.</source>
        <translation>Chaque ligne a été écrite une seule fois.</translation>
    </message>
    <message>
        <source>Its rows may have been written twice; none is missing.</source>
        <translation>Ses lignes ont pu être écrites deux fois&#xa0;; aucune ne manque.</translation>
    </message>
    <message>
        <source>Crash now</source>
        <translation>Planter</translation>
    </message>
    <message>
        <source>End the query as a kill would: after a batch is written, before it is committed. A restart runs that batch again, and no row is lost</source>
        <translation>Terminer la requête comme si elle était tuée&#xa0;: un micro-lot est écrit mais pas validé. Un redémarrage le rejoue, et aucune ligne n’est perdue</translation>
    </message>
    <message>
        <source>Restart fresh</source>
        <translation>Repartir de zéro</translation>
    </message>
    <message>
        <source>Set the checkpoint aside under a dated name, and begin with batch 0</source>
        <translation>Mettre le checkpoint de côté sous un nom daté et commencer au micro-lot 0</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::CheckpointField</name>
    <message>
        <source>Keeps which rows were read and the state of the groups; a restart goes on from there.</source>
        <translation>Garde quelles lignes ont été lues et l’état des groupes&#xa0;; un redémarrage reprend à partir de là.</translation>
    </message>
    <message>
        <source>Take the checkpoint away</source>
        <translation>Retirer le checkpoint</translation>
    </message>
    <message>
        <source>Change the checkpoint</source>
        <translation>Changer le checkpoint</translation>
    </message>
    <message>
        <source>Choose a folder for the checkpoint</source>
        <translation>Choisir un dossier pour le checkpoint</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>none: starts over each time</source>
        <translation>aucun&#xa0;: repart de zéro</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Choose the folder of the checkpoint</source>
        <translation>Choisir le dossier du checkpoint</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ColumnsCard</name>
    <message>
        <source>Change the zone</source>
        <translation>Changer le fuseau</translation>
    </message>
    <message>
        <source>Change what happens to rows that cannot be read</source>
        <translation>Changer le sort des lignes illisibles</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>How the columns are shown</source>
        <translation>Affichage des colonnes</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <source>Read the columns from the files again</source>
        <translation>Relire les colonnes depuis les fichiers</translation>
    </message>
    <message>
        <source>Use these columns</source>
        <translation>Utiliser ces colonnes</translation>
    </message>
    <message>
        <source>Columns as DDL</source>
        <translation>Colonnes en DDL</translation>
    </message>
    <message>
        <source>Columns as a StructType</source>
        <translation>Colonnes en StructType</translation>
    </message>
    <message>
        <source>Show in</source>
        <translation>Fuseau</translation>
    </message>
    <message>
        <source>Time zone of the query</source>
        <translation>Fuseau horaire de la requête</translation>
    </message>
    <message>
        <source>What the numbers count</source>
        <translation>Ce que comptent les nombres</translation>
    </message>
    <message>
        <source>epoch seconds</source>
        <translation>secondes (epoch)</translation>
    </message>
    <message>
        <source>epoch milliseconds</source>
        <translation>millisecondes (epoch)</translation>
    </message>
    <message>
        <source>epoch microseconds</source>
        <translation>microsecondes (epoch)</translation>
    </message>
    <message>
        <source>epoch nanoseconds</source>
        <translation>nanosecondes (epoch)</translation>
    </message>
    <message>
        <source>this machine (%1)</source>
        <translation>cette machine (%1)</translation>
    </message>
    <message>
        <source>Rows that cannot be read</source>
        <translation>Lignes illisibles</translation>
    </message>
    <message>
        <source>keep, with empty values</source>
        <translation>garder, valeurs vides</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>écarter</translation>
    </message>
    <message>
        <source>stop the query</source>
        <translation>arrêter la requête</translation>
    </message>
    <message numerus="yes">
        <source>read from %n row(s)</source>
        <translation>
            <numerusform>lues dans %n ligne</numerusform>
            <numerusform>lues dans %n lignes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>read from the first %n row(s)</source>
        <translation>
            <numerusform>lues dans la première ligne (%n)</numerusform>
            <numerusform>lues dans les %n premières lignes</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the sample…</source>
        <translation>Lecture de l’échantillon…</translation>
    </message>
    <message>
        <source>Line %1, character %2: %3</source>
        <translation>Ligne %1, caractère %2&#xa0;: %3</translation>
    </message>
    <message>
        <source>Edit the columns</source>
        <translation>Modifier les colonnes</translation>
    </message>
    <message>
        <source>Choose the event time</source>
        <translation>Choisir l’heure de l’événement</translation>
    </message>
    <message>
        <source>How %1 reads</source>
        <translation>Lecture de %1</translation>
    </message>
    <message>
        <source>text with date and time</source>
        <translation>texte avec date et heure</translation>
    </message>
    <message>
        <source>no time</source>
        <translation>pas une heure</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>none in the sample</source>
        <translation>aucune dans l’échantillon</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ColumnsTable</name>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>event time</source>
        <translation>heure de l’événement</translation>
    </message>
    <message>
        <source>name</source>
        <translation>nom</translation>
    </message>
    <message>
        <source>type</source>
        <translation>type</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vides</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>valeurs vues</translation>
    </message>
    <message>
        <source>The values of %1 are no times.</source>
        <translation>Les valeurs de %1 ne sont pas des heures.</translation>
    </message>
    <message>
        <source>&lt; 1 %</source>
        <translation>&lt;&#xa0;1&#xa0;%</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>%1 is the event time</source>
        <translation>%1 est l’heure de l’événement</translation>
    </message>
    <message>
        <source>Type of %1</source>
        <translation>Type de %1</translation>
    </message>
    <message>
        <source>Rename a column</source>
        <translation>Renommer une colonne</translation>
    </message>
    <message>
        <source>Change a type</source>
        <translation>Changer un type</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1 …</source>
        <translation>%1&#xa0;…</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::CommandBar</name>
    <message>
        <source>batch %1</source>
        <translation>micro-lot %1</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>EN DIRECT</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>VIEWING</source>
        <translation>CONSULTATION</translation>
    </message>
    <message>
        <source>batch %1 of %2</source>
        <translation>micro-lot %1 sur %2</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Commandes</translation>
    </message>
    <message>
        <source>Search the commands</source>
        <translation>Chercher parmi les commandes</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Que voulez-vous faire&#xa0;?</translation>
    </message>
    <message>
        <source>%1, in %2</source>
        <translation>%1, dans %2</translation>
    </message>
    <message>
        <source>%1, in %2, %3</source>
        <translation>%1, dans %2, %3</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ControlSheet</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Exécuter</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Pas à pas</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Pourquoi&#x202f;?</translation>
    </message>
    <message>
        <source>Icon button</source>
        <translation>Bouton à icône</translation>
    </message>
    <message>
        <source>Add chart</source>
        <translation>Graphique</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>Rechercher une commande</translation>
    </message>
    <message>
        <source>Watermark</source>
        <translation>Filigrane</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Verrouillé</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 heure</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 minutes</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenêtre</translation>
    </message>
    <message>
        <source>every 3 seconds</source>
        <translation>toutes les 3 secondes</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>Déclencheur</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>Export progress</source>
        <translation>Progression de l’export</translation>
    </message>
    <message>
        <source>Sub-folders</source>
        <translation>Sous-dossiers</translation>
    </message>
    <message>
        <source>Faucet</source>
        <translation>Robinet</translation>
    </message>
    <message>
        <source>Event time</source>
        <translation>Heure de l’événement</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Pas maintenant</translation>
    </message>
    <message>
        <source>append needs a watermark</source>
        <translation>append exige un filigrane (watermark)</translation>
    </message>
    <message>
        <source>Output mode</source>
        <translation>Mode de sortie</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>EN DIRECT</translation>
    </message>
    <message>
        <source>batch 47</source>
        <translation>micro-lot 47</translation>
    </message>
    <message>
        <source>PAUSED after batch 40</source>
        <translation>EN PAUSE après le micro-lot 40</translation>
    </message>
    <message>
        <source>stale 24 s</source>
        <translation>périmé depuis 24&#xa0;s</translation>
    </message>
    <message>
        <source>event time</source>
        <translation>heure de l’événement</translation>
    </message>
    <message>
        <source>open</source>
        <translation>ouverte</translation>
    </message>
    <message>
        <source>final</source>
        <translation>définitive</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Suivre</translation>
    </message>
    <message>
        <source>Other (4)</source>
        <translation>Autres (4)</translation>
    </message>
    <message>
        <source>Aggregate</source>
        <translation>Agrégat</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>47 files read</source>
        <translation>47 fichiers lus</translation>
    </message>
    <message>
        <source>Windows, timing, output</source>
        <translation>Fenêtres, cadence, sortie</translation>
    </message>
    <message>
        <source>2 hours</source>
        <translation>2 heures</translation>
    </message>
    <message>
        <source>3 of 9,405 rows dropped (0.03 %).</source>
        <translation>3 lignes sur 9&#x202f;405 ignorées (0,03&#xa0;%).</translation>
    </message>
    <message>
        <source>Not an interval: write 3 seconds.</source>
        <translation>Pas un intervalle&#xa0;: écrivez 3 secondes.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Étapes</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>Volets</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Late rows</source>
        <translation>Lignes tardives</translation>
    </message>
    <message>
        <source>Malformed rows</source>
        <translation>Lignes illisibles</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>window (UTC)</source>
        <translation>fenêtre (UTC)</translation>
    </message>
    <message>
        <source>total</source>
        <translation>total</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>rows/s</source>
        <translation>lignes/s</translation>
    </message>
    <message>
        <source>Processing</source>
        <translation>Traitement</translation>
    </message>
    <message>
        <source>State rows</source>
        <translation>Lignes d’état</translation>
    </message>
    <message>
        <source>Late rows dropped</source>
        <translation>Lignes tardives ignorées</translation>
    </message>
    <message>
        <source>of 9,405</source>
        <translation>sur 9&#x202f;405</translation>
    </message>
    <message>
        <source>State rows released</source>
        <translation>Lignes d’état libérées</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>Contrôles</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>Waiting for the next file in `events/`. Window 06:00–07:00 becomes final once an event at 09:00 or later has been seen.</source>
        <translation>En attente d’un fichier dans `events/`. La fenêtre 06:00–07:00 sera définitive dès qu’un événement à 09:00 ou après aura été vu.</translation>
    </message>
    <message>
        <source>Batch 41 failed: events-41.json was removed while it was being read.</source>
        <translation>Échec du micro-lot 41&#xa0;: events-41.json a été supprimé pendant sa lecture.</translation>
    </message>
    <message>
        <source>The result of batch 40 is kept and marked stale.</source>
        <translation>Le résultat du micro-lot 40 est conservé et marqué périmé.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Skip file</source>
        <translation>Ignorer le fichier</translation>
    </message>
    <message>
        <source>The folder events/ is not there any more.</source>
        <translation>Le dossier events/ n’est plus là.</translation>
    </message>
    <message>
        <source>Reading resumes by itself when it is back.</source>
        <translation>La lecture reprend d’elle-même à son retour.</translation>
    </message>
    <message>
        <source>Edited: restart to apply.</source>
        <translation>Modifié&#xa0;: redémarrez pour appliquer.</translation>
    </message>
    <message>
        <source>Buttons</source>
        <translation>Boutons</translation>
    </message>
    <message>
        <source>Fields and choices</source>
        <translation>Champs et choix</translation>
    </message>
    <message>
        <source>Chips, states and icons</source>
        <translation>Pastilles, états et icônes</translation>
    </message>
    <message>
        <source>No window is final yet</source>
        <translation>Aucune fenêtre n’est encore définitive</translation>
    </message>
    <message>
        <source>Append writes a window once it is final. 02:00–03:00 becomes final once an event at 05:00 or later has been seen.</source>
        <translation>append écrit une fenêtre une fois définitive. 02:00–03:00 sera définitive dès qu’un événement à 05:00 ou après aura été vu.</translation>
    </message>
    <message>
        <source>Switch to update</source>
        <translation>Passer en update</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>48 batches, 14:02:09–14:04:30</source>
        <translation>48 micro-lots, 14:02:09–14:04:30</translation>
    </message>
    <message>
        <source>Diff with…</source>
        <translation>Comparer à…</translation>
    </message>
    <message>
        <source>400 batches</source>
        <translation>400 micro-lots</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::DocumentEditor</name>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>Ligne %1, colonne %2&#xa0;: %3</translation>
    </message>
    <message>
        <source>This is no query document.</source>
        <translation>Ce n’est pas un document de requête.</translation>
    </message>
    <message>
        <source>The query needs a name that no other query of the project has.</source>
        <translation>La requête doit porter un nom qu’aucune autre requête du projet n’a.</translation>
    </message>
    <message>
        <source>Edit the document</source>
        <translation>Modifier le document</translation>
    </message>
    <message>
        <source>The query as a document</source>
        <translation>La requête en document</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ExpressionField</name>
    <message>
        <source>column</source>
        <translation>colonne</translation>
    </message>
    <message>
        <source>field of %1</source>
        <translation>champ de %1</translation>
    </message>
    <message>
        <source>Columns and functions</source>
        <translation>Colonnes et fonctions</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::FolderCard</name>
    <message>
        <source>Change the pattern</source>
        <translation>Changer le motif</translation>
    </message>
    <message>
        <source>Change files per trigger</source>
        <translation>Changer les fichiers par déclenchement</translation>
    </message>
    <message>
        <source>Read sub-folders</source>
        <translation>Lire les sous-dossiers</translation>
    </message>
    <message>
        <source>Leave sub-folders out</source>
        <translation>Écarter les sous-dossiers</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>The directory that files arrive in</source>
        <translation>Le dossier où arrivent les fichiers</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Parcourir…</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Motif</translation>
    </message>
    <message>
        <source>Pattern of file names</source>
        <translation>Motif des noms de fichiers</translation>
    </message>
    <message>
        <source>Only files whose name fits are read, for example *.json</source>
        <translation>Seuls les fichiers dont le nom correspond sont lus, par exemple *.json</translation>
    </message>
    <message>
        <source>Files per trigger</source>
        <translation>Fichiers par déclenchement</translation>
    </message>
    <message>
        <source>all</source>
        <translation>tous</translation>
    </message>
    <message>
        <source>Sub-folders</source>
        <translation>Sous-dossiers</translation>
    </message>
    <message>
        <source>First files of the folder</source>
        <translation>Premiers fichiers du dossier</translation>
    </message>
    <message>
        <source>first five files</source>
        <translation>cinq premiers fichiers</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>lignes</translation>
    </message>
    <message>
        <source>size</source>
        <translation>taille</translation>
    </message>
    <message>
        <source>first line</source>
        <translation>première ligne</translation>
    </message>
    <message>
        <source>Change the folder</source>
        <translation>Changer le dossier</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Choisir un dossier</translation>
    </message>
    <message>
        <source>no file yet; the first one to arrive is read</source>
        <translation>pas encore de fichier&#x202f;; le premier arrivé sera lu</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) now, new ones are watched</source>
        <translation>
            <numerusform>%n fichier à présent, les nouveaux sont suivis</numerusform>
            <numerusform>%n fichiers à présent, les nouveaux sont suivis</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking at the files…</source>
        <translation>Examen des fichiers…</translation>
    </message>
    <message>
        <source>JSON lines, detected</source>
        <translation>Lignes JSON, détecté</translation>
    </message>
    <message>
        <source>Every line is a row.</source>
        <translation>Chaque ligne du fichier est une ligne de données.</translation>
    </message>
    <message>
        <source>JSON over several lines</source>
        <translation>JSON sur plusieurs lignes</translation>
    </message>
    <message>
        <source>JSON over several lines: click to read it so</source>
        <translation>JSON sur plusieurs lignes&#xa0;: cliquez pour le lire ainsi</translation>
    </message>
    <message>
        <source>The option multiLine reads a whole file as one JSON text.</source>
        <translation>L’option multiLine lit un fichier entier comme un seul texte JSON.</translation>
    </message>
    <message>
        <source>no JSON in the first file</source>
        <translation>pas de JSON dans le premier fichier</translation>
    </message>
    <message>
        <source>Read JSON over several lines</source>
        <translation>Lire le JSON sur plusieurs lignes</translation>
    </message>
    <message>
        <source>Change the format</source>
        <translation>Changer le format</translation>
    </message>
    <message>
        <source>Format of the source</source>
        <translation>Format de la source</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>messages of Kafka&apos;s topics</source>
        <translation>messages des sujets Kafka</translation>
    </message>
    <message>
        <source>lines that arrive from a network address</source>
        <translation>lignes qui arrivent d’une adresse réseau</translation>
    </message>
    <message>
        <source>rows that a clock makes, for trying things out</source>
        <translation>lignes produites par une horloge, pour essayer</translation>
    </message>
    <message>
        <source>Choose the format that the files have.</source>
        <translation>Choisissez le format des fichiers.</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::LegendChip</name>
    <message>
        <source>Click: only this. Ctrl+click: show or hide.</source>
        <translation>Clic&#xa0;: celle-ci seule. Ctrl+clic&#xa0;: afficher ou masquer.</translation>
    </message>
    <message>
        <source>Show only this</source>
        <translation>Afficher celle-ci seule</translation>
    </message>
    <message>
        <source>Hide this</source>
        <translation>Masquer</translation>
    </message>
    <message>
        <source>Show this</source>
        <translation>Afficher</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Copier le texte</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ListedRowsModel</name>
    <message>
        <source>%1, byte %2</source>
        <translation>%1, octet %2</translation>
    </message>
    <message>
        <source>counted, with NULL</source>
        <translation>comptée, avec NULL</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>non comptée</translation>
    </message>
    <message>
        <source>event time</source>
        <translation>heure de l’événement</translation>
    </message>
    <message>
        <source>window missed</source>
        <translation>fenêtre manquée</translation>
    </message>
    <message>
        <source>watermark then</source>
        <translation>filigrane d’alors</translation>
    </message>
    <message>
        <source>delay that keeps it</source>
        <translation>retard qui la garderait</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>micro-lot</translation>
    </message>
    <message>
        <source>where</source>
        <translation>où</translation>
    </message>
    <message>
        <source>why</source>
        <translation>pourquoi</translation>
    </message>
    <message>
        <source>line</source>
        <translation>ligne</translation>
    </message>
    <message>
        <source>result</source>
        <translation>résultat</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::LogModel</name>
    <message>
        <source>error</source>
        <translation>erreur</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>avertissement</translation>
    </message>
    <message>
        <source>note</source>
        <translation>note</translation>
    </message>
    <message>
        <source>time</source>
        <translation>heure</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>type</translation>
    </message>
    <message>
        <source>what happened</source>
        <translation>ce qui s’est passé</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::MainWindow</name>
    <message>
        <source>No query is open.</source>
        <translation>Aucune requête n’est ouverte.</translation>
    </message>
    <message>
        <source>The query has no chart “%1”.</source>
        <translation>La requête n’a pas de graphique «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Export the chart</source>
        <translation>Exporter le graphique</translation>
    </message>
    <message>
        <source>PNG picture (*.png);;SVG drawing (*.svg)</source>
        <translation>Image PNG (*.png);;Dessin SVG (*.svg)</translation>
    </message>
    <message>
        <source>CSV for Excel in French (*.csv)</source>
        <translation>CSV pour Excel en français (*.csv)</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>Exporter le tableau</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Tab-separated (*.tsv)</source>
        <translation>Séparé par des tabulations (*.tsv)</translation>
    </message>
    <message>
        <source>JSON lines (*.json)</source>
        <translation>Lignes JSON (*.json)</translation>
    </message>
    <message>
        <source>There is nothing at “%1”.</source>
        <translation>Il n’y a rien à «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Add a query</source>
        <translation>Ajouter une requête</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>Fermer %1</translation>
    </message>
    <message>
        <source>%1[*] – Vitrine</source>
        <translation>%1[*] – Vitrine</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n active stream(s)</source>
        <translation>
            <numerusform>%n flux actif</numerusform>
            <numerusform>%n flux actifs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n batch(es), %1–%2</source>
        <translation>
            <numerusform>%n micro-lot, %1–%2</numerusform>
            <numerusform>%n micro-lots, %1–%2</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the project</source>
        <translation>Enregistrer le projet</translation>
    </message>
    <message>
        <source>Vitrine projects (*.vitrine)</source>
        <translation>Projets Vitrine (*.vitrine)</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Modifications non enregistrées</translation>
    </message>
    <message>
        <source>Save the changes to “%1”?</source>
        <translation>Enregistrer les modifications de «&#xa0;%1&#xa0;»&#x202f;?</translation>
    </message>
    <message>
        <source>Open a project or a query</source>
        <translation>Ouvrir un projet ou une requête</translation>
    </message>
    <message>
        <source>Projects and queries (*.vitrine *.json);;All files (*)</source>
        <translation>Projets et requêtes (*.vitrine *.json);;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Open a folder of files</source>
        <translation>Ouvrir un dossier de fichiers</translation>
    </message>
    <message>
        <source>Add a chart</source>
        <translation>Ajouter un graphique</translation>
    </message>
    <message>
        <source>About Vitrine</source>
        <translation>À propos de Vitrine</translation>
    </message>
    <message>
        <source>&lt;b&gt;Vitrine %1&lt;/b&gt;&lt;p&gt;Shows what a streaming query does, live.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later. Fonts Inter and JetBrains Mono (OFL 1.1), icons Lucide (ISC).&lt;/p&gt;</source>
        <translation>&lt;b&gt;Vitrine %1&lt;/b&gt;&lt;p&gt;Montre en direct ce que fait une requête en streaming.&lt;/p&gt;&lt;p&gt;Logiciel libre sous licence publique générale GNU (GPL), version 3 ou ultérieure. Polices Inter et JetBrains Mono (OFL 1.1), icônes Lucide (ISC).&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Fichier</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>É&amp;dition</translation>
    </message>
    <message>
        <source>&amp;Query</source>
        <translation>&amp;Requête</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Affichage</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;ide</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>E&amp;xporter</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Thème</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Langue</translation>
    </message>
    <message>
        <source>Watch a &amp;demo</source>
        <translation>Voir une dé&amp;mo</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>&amp;Ouvrir…</translation>
    </message>
    <message>
        <source>Open a &amp;folder…</source>
        <translation>Ouvrir un &amp;dossier…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Enregistrer &amp;sous…</translation>
    </message>
    <message>
        <source>&amp;Close the query</source>
        <translation>&amp;Fermer la requête</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Annuler</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Rétablir</translation>
    </message>
    <message>
        <source>&amp;Run or pause</source>
        <translation>&amp;Exécuter ou suspendre</translation>
    </message>
    <message>
        <source>Run, pause or resume the query (F5)</source>
        <translation>Exécuter, suspendre ou reprendre la requête (F5)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Stop the query; nothing is lost (Shift+F5)</source>
        <translation>Arrêter la requête&#x202f;; rien n’est perdu (Maj+F5)</translation>
    </message>
    <message>
        <source>&amp;Next batch</source>
        <translation>Micro-lot &amp;suivant</translation>
    </message>
    <message>
        <source>Next batch</source>
        <translation>Micro-lot suivant</translation>
    </message>
    <message>
        <source>Run one batch, then pause (F10)</source>
        <translation>Exécuter un micro-lot, puis suspendre (F10)</translation>
    </message>
    <message>
        <source>Stop &amp;all</source>
        <translation>&amp;Tout arrêter</translation>
    </message>
    <message>
        <source>Add a &amp;chart</source>
        <translation>Ajouter un &amp;graphique</translation>
    </message>
    <message>
        <source>Add chart</source>
        <translation>Graphique</translation>
    </message>
    <message>
        <source>&amp;Chart as picture…</source>
        <translation>&amp;Graphique en image…</translation>
    </message>
    <message>
        <source>&amp;Table as file…</source>
        <translation>&amp;Tableau en fichier…</translation>
    </message>
    <message>
        <source>&amp;Build</source>
        <translation>&amp;Construire</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>&amp;Observer</translation>
    </message>
    <message>
        <source>Query &amp;panel</source>
        <translation>&amp;Panneau de la requête</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>Plein éc&amp;ran</translation>
    </message>
    <message>
        <source>Next &amp;pane</source>
        <translation>Volet &amp;suivant</translation>
    </message>
    <message>
        <source>&amp;About Vitrine</source>
        <translation>À &amp;propos de Vitrine</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Système</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Contraste élevé</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>Contraste élevé, sombre</translation>
    </message>
    <message>
        <source>Build</source>
        <translation>Construire</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Observer</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>S&amp;QL</source>
        <translation>S&amp;QL</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message>
        <source>There are no rows.</source>
        <translation>Il n’y a pas de lignes.</translation>
    </message>
    <message>
        <source>Each batch runs the command:
%1</source>
        <translation>Chaque micro-lot exécute la commande&#xa0;:
%1</translation>
    </message>
    <message>
        <source>It reads from Kafka:
%1</source>
        <translation>Elle lit depuis Kafka&#xa0;:
%1</translation>
    </message>
    <message>
        <source>It writes to Kafka:
%1</source>
        <translation>Elle écrit vers Kafka&#xa0;:
%1</translation>
    </message>
    <message>
        <source>Before the first run</source>
        <translation>Avant la première exécution</translation>
    </message>
    <message>
        <source>May this query run a command on your computer?</source>
        <translation>Cette requête peut-elle exécuter une commande sur votre ordinateur&#xa0;?</translation>
    </message>
    <message>
        <source>May this query connect to Kafka?</source>
        <translation>Cette requête peut-elle se connecter à Kafka&#xa0;?</translation>
    </message>
    <message>
        <source>You are asked once for this document, and again when this part of it changes.</source>
        <translation>La question est posée une fois pour ce document, puis de nouveau si cette partie change.</translation>
    </message>
    <message>
        <source>Allow and run</source>
        <translation>Autoriser et exécuter</translation>
    </message>
    <message>
        <source>Do not run</source>
        <translation>Ne pas exécuter</translation>
    </message>
    <message>
        <source>What its outputs hold stays there: they receive the rows a second time.</source>
        <translation>Ce que contiennent ses sorties y reste&#xa0;: elles reçoivent les lignes une deuxième fois.</translation>
    </message>
    <message>
        <source>A folder of files keeps what it has, and takes no batch whose number it has already: name another folder to have all of it.</source>
        <translation>Un dossier de fichiers garde ce qu’il a et ne prend aucun micro-lot dont il a déjà le numéro&#xa0;: nommez un autre dossier pour tout avoir.</translation>
    </message>
    <message>
        <source>Restart fresh</source>
        <translation>Repartir de zéro</translation>
    </message>
    <message>
        <source>Start %1 over?</source>
        <translation>Recommencer %1 depuis le début&#xa0;?</translation>
    </message>
    <message>
        <source>It is stopped; the batch in progress is abandoned.</source>
        <translation>Elle est arrêtée&#xa0;; le micro-lot en cours est abandonné.</translation>
    </message>
    <message>
        <source>Its checkpoint is kept under a dated name beside it. The query begins with batch 0 and reads again what is in its source.</source>
        <translation>Son checkpoint est gardé à côté, sous un nom daté. La requête commence au micro-lot 0 et relit ce que contient sa source.</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>Recommencer</translation>
    </message>
    <message>
        <source>Keep going</source>
        <translation>Laisser tel quel</translation>
    </message>
    <message>
        <source>Edits cannot be kept for the case that Vitrine ends unexpectedly.</source>
        <translation>Les modifications ne peuvent pas être gardées au cas où Vitrine s’arrêterait de façon imprévue.</translation>
    </message>
    <message>
        <source>%1 Save the project yourself.</source>
        <translation>%1 Enregistrez le projet vous-même.</translation>
    </message>
    <message>
        <source>Kept %1.</source>
        <translation>Gardées le %1.</translation>
    </message>
    <message>
        <source>Its file %1 is not there any more.</source>
        <translation>Son fichier %1 n’existe plus.</translation>
    </message>
    <message>
        <source>The file %1 was saved after that.</source>
        <translation>Le fichier %1 a été enregistré depuis.</translation>
    </message>
    <message>
        <source>“%1” has edits that were not saved when Vitrine ended.</source>
        <translation>«&#xa0;%1&#xa0;» a des modifications qui n’étaient pas enregistrées quand Vitrine s’est arrêté.</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Récupérer</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <source>The unsaved edits of “%1” are discarded.</source>
        <translation>Les modifications non enregistrées de «&#xa0;%1&#xa0;» sont abandonnées.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Plus tard</translation>
    </message>
    <message>
        <source>%1 ▸ %2</source>
        <translation>%1 ▸ %2</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Aller à %1</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>&amp;Commandes…</translation>
    </message>
    <message>
        <source>L&amp;anes</source>
        <translation>&amp;Onglets</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Late rows</source>
        <translation>Lignes tardives</translation>
    </message>
    <message>
        <source>Malformed rows</source>
        <translation>Lignes illisibles</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Métriques</translation>
    </message>
    <message>
        <source>Back to li&amp;ve</source>
        <translation>Revenir au &amp;direct</translation>
    </message>
    <message>
        <source>Te&amp;xt size</source>
        <translation>Taille du te&amp;xte</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>Plus &amp;grand</translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation>Plus &amp;petit</translation>
    </message>
    <message>
        <source>&amp;Normal</source>
        <translation>&amp;Normale</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::MetricGraph</name>
    <message>
        <source>%1 in batch %2, at %3</source>
        <translation>%1 au micro-lot %2, à %3</translation>
    </message>
    <message>
        <source>%1. %2 Highest %3, mean %4.</source>
        <translation>%1. %2 Maximum %3, moyenne %4.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln batch(es)</source>
        <translation>
            <numerusform>%Ln micro-lot</numerusform>
            <numerusform>%Ln micro-lots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::MetricsStrip</name>
    <message>
        <source>rows/s</source>
        <translation>lignes/s</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>sur %1</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Processing</source>
        <translation>Traitement</translation>
    </message>
    <message>
        <source>Batch duration</source>
        <translation>Durée du micro-lot</translation>
    </message>
    <message>
        <source>State rows</source>
        <translation>Lignes d’état</translation>
    </message>
    <message>
        <source>Late rows dropped</source>
        <translation>Lignes tardives ignorées</translation>
    </message>
    <message>
        <source>State rows released</source>
        <translation>Lignes d’état libérées</translation>
    </message>
    <message>
        <source>Rows that arrived a second, since the batch before: inputRowsPerSecond</source>
        <translation>Lignes arrivées par seconde depuis le micro-lot précédent&#xa0;: inputRowsPerSecond</translation>
    </message>
    <message>
        <source>Rows a second while a batch works: processedRowsPerSecond</source>
        <translation>Lignes traitées par seconde pendant un micro-lot&#xa0;: processedRowsPerSecond</translation>
    </message>
    <message>
        <source>The newest batch from its trigger to its commit: triggerExecution</source>
        <translation>Le dernier micro-lot, du déclenchement à la validation&#xa0;: triggerExecution</translation>
    </message>
    <message>
        <source>Groups kept in the state: numRowsTotal</source>
        <translation>Groupes gardés dans l’état&#xa0;: numRowsTotal</translation>
    </message>
    <message>
        <source>Rows of the input that came after their window had closed. Click to see them.</source>
        <translation>Lignes d’entrée arrivées après la fermeture de leur fenêtre. Cliquez pour les voir.</translation>
    </message>
    <message>
        <source>Groups that left the state because their window is final: numRowsRemoved</source>
        <translation>Groupes sortis de l’état parce que leur fenêtre est définitive&#xa0;: numRowsRemoved</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Mesures</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::OptionRows</name>
    <message>
        <source>Options of %1</source>
        <translation>Options de %1</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>non défini</translation>
    </message>
    <message>
        <source>%1 (default)</source>
        <translation>%1 (par défaut)</translation>
    </message>
    <message>
        <source>Nothing stands for the default, %1 for an empty text.</source>
        <translation>Un champ vide signifie la valeur par défaut, %1 un texte vide.</translation>
    </message>
    <message numerus="yes">
        <source>%n set</source>
        <comment>number of options</comment>
        <translation>
            <numerusform>%n définie</numerusform>
            <numerusform>%n définies</numerusform>
        </translation>
    </message>
    <message>
        <source>Change the option %1</source>
        <translation>Changer l’option %1</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ProgressLane</name>
    <message>
        <source>Batch %1 · %2 · %3</source>
        <translation>Micro-lot %1 · %2 · %3</translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln ligne</numerusform>
            <numerusform>%Ln lignes</numerusform>
        </translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>Micro-lots</translation>
    </message>
    <message>
        <source>Progress of the batch, as Spark reports it</source>
        <translation>Progression du micro-lot, telle que Spark la rapporte</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ProjectDocument</name>
    <message>
        <source>The project “%1” cannot be read: %2.</source>
        <translation>Le projet «&#xa0;%1&#xa0;» ne peut pas être lu&#xa0;: %2.</translation>
    </message>
    <message>
        <source>“%1” is not a project.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas un projet.</translation>
    </message>
    <message>
        <source>The project cannot be saved to “%1”: %2.</source>
        <translation>Le projet ne peut pas être enregistré dans «&#xa0;%1&#xa0;»&#xa0;: %2.</translation>
    </message>
    <message>
        <source>Choose another place with Save As. The project stays open.</source>
        <translation>Choisissez un autre emplacement avec Enregistrer sous. Le projet reste ouvert.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Sans titre</translation>
    </message>
    <message>
        <source>“%1” is not a file.</source>
        <translation>«&#xa0;%1&#xa0;» n’est pas un fichier.</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::QueryForm</name>
    <message>
        <source>%1 ms</source>
        <translation>%1&#xa0;ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1&#xa0;s</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Change the watermark</source>
        <translation>Changer le filigrane</translation>
    </message>
    <message>
        <source>Change the trigger</source>
        <translation>Changer le déclencheur</translation>
    </message>
    <message>
        <source>Change the output mode</source>
        <translation>Changer le mode de sortie</translation>
    </message>
    <message>
        <source>Change the window</source>
        <translation>Changer la fenêtre</translation>
    </message>
    <message>
        <source>Another value…</source>
        <translation>Autre valeur…</translation>
    </message>
    <message>
        <source>without end</source>
        <translation>sans limite</translation>
    </message>
    <message>
        <source>Remove the watermark</source>
        <translation>Supprimer le filigrane</translation>
    </message>
    <message>
        <source>Change the event time</source>
        <translation>Changer l’heure de l’événement</translation>
    </message>
    <message>
        <source>Change the groups</source>
        <translation>Changer les groupes</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>lignes</translation>
    </message>
    <message>
        <source>Change what is computed</source>
        <translation>Changer le calcul</translation>
    </message>
    <message>
        <source>Set up on the Build page</source>
        <translation>Régler dans la page Construire</translation>
    </message>
    <message>
        <source>Format %1</source>
        <translation>Format %1</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) per trigger</source>
        <translation>
            <numerusform>%n fichier par déclenchement</numerusform>
            <numerusform>%n fichiers par déclenchement</numerusform>
        </translation>
    </message>
    <message>
        <source>all new files per trigger</source>
        <translation>tous les nouveaux fichiers par déclenchement</translation>
    </message>
    <message numerus="yes">
        <source>and %n more column(s)</source>
        <translation>
            <numerusform>et %n autre colonne</numerusform>
            <numerusform>et %n autres colonnes</numerusform>
        </translation>
    </message>
    <message>
        <source>event time</source>
        <translation>heure de l’événement</translation>
    </message>
    <message>
        <source>No columns are declared yet.</source>
        <translation>Aucune colonne n’est encore déclarée.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read</source>
        <translation>
            <numerusform>%n fichier lu</numerusform>
            <numerusform>%n fichiers lus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read in the newest %1 batches</source>
        <translation>
            <numerusform>%n fichier lu dans les %1 derniers micro-lots</numerusform>
            <numerusform>%n fichiers lus dans les %1 derniers micro-lots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n malformed row(s)</source>
        <translation>
            <numerusform>%n ligne illisible</numerusform>
            <numerusform>%n lignes illisibles</numerusform>
        </translation>
    </message>
    <message>
        <source>Tumbling: each row is in one window.</source>
        <translation>Fixe (tumbling)&#xa0;: chaque ligne est dans une fenêtre.</translation>
    </message>
    <message>
        <source>Sliding: a row is in several windows.</source>
        <translation>Glissante&#xa0;: une ligne est dans plusieurs fenêtres.</translation>
    </message>
    <message numerus="yes">
        <source>%n window(s) so far, none is ever final.</source>
        <translation>
            <numerusform>%n fenêtre, jamais définitive.</numerusform>
            <numerusform>%n fenêtres, aucune jamais définitive.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tumbling. %n window(s) so far, %1 open.</source>
        <translation>
            <numerusform>Fixe. %n fenêtre, dont %1 ouverte.</numerusform>
            <numerusform>Fixe. %n fenêtres, dont %1 ouvertes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sliding. %n window(s) so far, %1 open.</source>
        <translation>
            <numerusform>Glissante. %n fenêtre, dont %1 ouverte.</numerusform>
            <numerusform>Glissante. %n fenêtres, dont %1 ouvertes.</numerusform>
        </translation>
    </message>
    <message>
        <source>All time together.</source>
        <translation>Tous les temps ensemble.</translation>
    </message>
    <message>
        <source>No row is ever too late, and the state grows for ever.</source>
        <translation>Aucune ligne n’est jamais trop tardive, et l’état grossit sans fin.</translation>
    </message>
    <message>
        <source>No effect in complete.</source>
        <translation>Sans effet en complete.</translation>
    </message>
    <message>
        <source>Rows older than the newest one by more than this may be dropped.</source>
        <translation>Les lignes plus anciennes que la plus récente de plus de cette durée peuvent être ignorées.</translation>
    </message>
    <message>
        <source>%1 of %2 rows dropped (%3&#xa0;%).</source>
        <translation>%1 lignes sur %2 ignorées (%3&#xa0;%).</translation>
    </message>
    <message>
        <source>Files that arrive meanwhile wait for the next one.</source>
        <translation>Les fichiers arrivés entre-temps attendent le suivant.</translation>
    </message>
    <message>
        <source>Behind: a batch takes %1, longer than the interval.</source>
        <translation>En retard&#xa0;: un micro-lot prend %1, plus que l’intervalle.</translation>
    </message>
    <message>
        <source>Busy %1 of %2.</source>
        <translation>Occupé %1 sur %2.</translation>
    </message>
    <message>
        <source>The newest batch took %1.</source>
        <translation>Le dernier micro-lot a pris %1.</translation>
    </message>
    <message>
        <source>A batch starts when the one before has ended.</source>
        <translation>Un micro-lot démarre quand le précédent est terminé.</translation>
    </message>
    <message>
        <source>The query ends by itself.</source>
        <translation>La requête se termine d’elle-même.</translation>
    </message>
    <message>
        <source>Writes a window once, when it is final.</source>
        <translation>Écrit une fenêtre une seule fois, quand elle est définitive.</translation>
    </message>
    <message>
        <source>Writes each row once.</source>
        <translation>Écrit chaque ligne une seule fois.</translation>
    </message>
    <message>
        <source>Writes the rows that changed.</source>
        <translation>Écrit les lignes modifiées.</translation>
    </message>
    <message>
        <source>Writes the whole result each time.</source>
        <translation>Écrit tout le résultat à chaque fois.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Schéma</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Étapes</translation>
    </message>
    <message>
        <source>Windows, timing, output</source>
        <translation>Fenêtres, cadence, sortie</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenêtre</translation>
    </message>
    <message>
        <source>Watermark</source>
        <translation>Filigrane</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>Déclencheur</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Slide</source>
        <translation>Pas</translation>
    </message>
    <message>
        <source>Window length</source>
        <translation>Durée de la fenêtre</translation>
    </message>
    <message>
        <source>Window slide</source>
        <translation>Pas de la fenêtre</translation>
    </message>
    <message>
        <source>Watermark delay</source>
        <translation>Retard admis par le filigrane</translation>
    </message>
    <message>
        <source>Output mode</source>
        <translation>Mode de sortie</translation>
    </message>
    <message>
        <source>Show the malformed rows</source>
        <translation>Afficher les lignes illisibles</translation>
    </message>
    <message>
        <source>less than 1 ms</source>
        <translation>moins de 1&#xa0;ms</translation>
    </message>
    <message>
        <source>rows made by a clock</source>
        <translation>lignes d’une horloge</translation>
    </message>
    <message>
        <source>Each row passes at once, without batches.</source>
        <translation>Chaque ligne passe aussitôt, sans lots.</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::QueryPanel</name>
    <message>
        <source>Query</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Formulaire</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Query as</source>
        <translation>Requête sous forme de</translation>
    </message>
    <message>
        <source>edited: restart to apply</source>
        <translation>modifiée&#xa0;: redémarrez pour appliquer</translation>
    </message>
    <message>
        <source>The running query still follows the document it was started with.</source>
        <translation>La requête en cours suit encore le document avec lequel elle a démarré.</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Redémarrer</translation>
    </message>
    <message>
        <source>Stop the query and start it anew with the edited document</source>
        <translation>Arrêter la requête et la relancer avec le document modifié</translation>
    </message>
    <message>
        <source>The document&apos;s text cannot be read yet; this is the last valid one.</source>
        <translation>Le texte du document n’est pas encore lisible&#x202f;; voici le dernier valide.</translation>
    </message>
    <message>
        <source>Query panel</source>
        <translation>Panneau de la requête</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::QuerySession</name>
    <message>
        <source>Started.</source>
        <translation>Démarrée.</translation>
    </message>
    <message>
        <source>Window %1 becomes final once an event at %2 or later has been seen.</source>
        <translation>La fenêtre %1 sera définitive dès qu’un événement à %2 ou après aura été vu.</translation>
    </message>
    <message>
        <source>`append` writes a window once it is final: the first one after an event at %1 or later has been seen.</source>
        <translation>`append` écrit une fenêtre une fois définitive&#xa0;: la première dès qu’un événement à %1 ou après aura été vu.</translation>
    </message>
    <message>
        <source>The folder `%1` is not there any more. The query waits for it and goes on as soon as it is back.</source>
        <translation>Le dossier `%1` n’est plus là. La requête l’attend et reprend dès son retour.</translation>
    </message>
    <message>
        <source>Waiting for the next file in `%1`.</source>
        <translation>En attente d’un fichier dans `%1`.</translation>
    </message>
    <message>
        <source>Press Run to start.</source>
        <translation>Appuyez sur Exécuter pour démarrer.</translation>
    </message>
    <message>
        <source>The query is not complete yet.</source>
        <translation>La requête n’est pas encore complète.</translation>
    </message>
    <message>
        <source>The first batch is on its way.</source>
        <translation>Le premier micro-lot arrive.</translation>
    </message>
    <message numerus="yes">
        <source>No new batch starts until you resume; files queue up. %n batch(es) done.</source>
        <translation>
            <numerusform>Aucun nouveau micro-lot avant la reprise&#x202f;; les fichiers s’accumulent. %n micro-lot terminé.</numerusform>
            <numerusform>Aucun nouveau micro-lot avant la reprise&#x202f;; les fichiers s’accumulent. %n micro-lots terminés.</numerusform>
        </translation>
    </message>
    <message>
        <source>The batch in progress is abandoned; nothing was lost.</source>
        <translation>Le micro-lot en cours est abandonné&#x202f;; rien n’est perdu.</translation>
    </message>
    <message numerus="yes">
        <source>%n batch(es) done. Run starts again.</source>
        <translation>
            <numerusform>%n micro-lot terminé. Exécuter relance la requête.</numerusform>
            <numerusform>%n micro-lots terminés. Exécuter relance la requête.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All that was there has been read, in %n batch(es).</source>
        <translation>
            <numerusform>Tout ce qui était là a été lu, en %n micro-lot.</numerusform>
            <numerusform>Tout ce qui était là a été lu, en %n micro-lots.</numerusform>
        </translation>
    </message>
    <message>
        <source>Batch %1 failed: %2</source>
        <translation>Échec du micro-lot %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>The folder %1 is not there; waiting for it.</source>
        <translation>Le dossier %1 n’est pas là&#x202f;; en attente.</translation>
    </message>
    <message>
        <source>The folder %1 is back.</source>
        <translation>Le dossier %1 est de retour.</translation>
    </message>
    <message>
        <source>Paused.</source>
        <translation>En pause.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Arrêtée.</translation>
    </message>
    <message>
        <source>Finished.</source>
        <translation>Terminée.</translation>
    </message>
    <message>
        <source>The watermark stands at %1 because of one row dated %2. Rows before it are late.</source>
        <translation>Le filigrane est à %1 à cause d’une seule ligne, datée du %2. Les lignes antérieures sont tardives.</translation>
    </message>
    <message>
        <source>The watermark stands at %1 because of one row, `%2`, dated %3. Rows before it are late.</source>
        <translation>Le filigrane est à %1 à cause d’une seule ligne, `%2`, datée du %3. Les lignes antérieures sont tardives.</translation>
    </message>
    <message>
        <source>%1, byte %2</source>
        <translation>%1, octet %2</translation>
    </message>
    <message>
        <source>Waiting for the next row.</source>
        <translation>Attend la prochaine ligne.</translation>
    </message>
    <message>
        <source>The command was not allowed to run, so the query was not started.</source>
        <translation>La commande n’a pas été autorisée&#xa0;; la requête n’a donc pas démarré.</translation>
    </message>
    <message>
        <source>The connection to Kafka was not allowed, so the query was not started.</source>
        <translation>La connexion à Kafka n’a pas été autorisée&#xa0;; la requête n’a donc pas démarré.</translation>
    </message>
    <message>
        <source>Run again and allow it, or change the query.</source>
        <translation>Relancez et autorisez-la, ou modifiez la requête.</translation>
    </message>
    <message>
        <source>The checkpoint of before was set aside as %1.</source>
        <translation>Le checkpoint précédent a été mis de côté sous %1.</translation>
    </message>
    <message>
        <source>Crashed as you asked: batch %1 is written and not committed. Run starts with the same batch.</source>
        <translation>Plantée à votre demande&#xa0;: le micro-lot %1 est écrit mais pas validé. Exécuter reprend par ce même micro-lot.</translation>
    </message>
    <message>
        <source>Batch %1 was run again with the same rows: the run before had not committed it.</source>
        <translation>Le micro-lot %1 a été rejoué avec les mêmes lignes&#xa0;: l’exécution précédente ne l’avait pas validé.</translation>
    </message>
    <message>
        <source>Outputs that had it already wrote nothing.</source>
        <translation>Les sorties qui l’avaient déjà n’ont rien écrit.</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::QuestionCard</name>
    <message>
        <source>Question</source>
        <translation>Question</translation>
    </message>
    <message>
        <source>click any underlined part</source>
        <translation>cliquez sur un mot souligné</translation>
    </message>
    <message>
        <source>Add a step</source>
        <translation>Ajouter une étape</translation>
    </message>
    <message>
        <source>Keep some rows (where)</source>
        <translation>Garder certaines lignes (where)</translation>
    </message>
    <message>
        <source>Add a column (withColumn)</source>
        <translation>Ajouter une colonne (withColumn)</translation>
    </message>
    <message>
        <source>Leave columns out (drop)</source>
        <translation>Écarter des colonnes (drop)</translation>
    </message>
    <message>
        <source>Drop duplicates (dropDuplicates)</source>
        <translation>Retirer les doublons (dropDuplicates)</translation>
    </message>
    <message>
        <source>What is computed</source>
        <translation>Ce qui est calculé</translation>
    </message>
    <message>
        <source>by</source>
        <translation>par</translation>
    </message>
    <message>
        <source>Grouped by</source>
        <translation>Regroupé par</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenêtre</translation>
    </message>
    <message>
        <source>Window length</source>
        <translation>Durée de la fenêtre</translation>
    </message>
    <message>
        <source>slide</source>
        <translation>pas</translation>
    </message>
    <message>
        <source>Slide of the windows</source>
        <translation>Pas des fenêtres</translation>
    </message>
    <message>
        <source>Watermark</source>
        <translation>Filigrane</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>Déclencheur</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Output mode</source>
        <translation>Mode de sortie</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Run one batch</source>
        <translation>Exécuter un micro-lot</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Exécuter</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>nothing: write each row</source>
        <translation>rien&#xa0;: écrire chaque ligne</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message numerus="yes">
        <source>More than %n value(s) in the sample: the largest get a colour of their own.</source>
        <translation>
            <numerusform>Plus de %n valeur dans l’échantillon&#xa0;: les plus fréquentes ont leur propre couleur.</numerusform>
            <numerusform>Plus de %n valeurs dans l’échantillon&#xa0;: les plus fréquentes ont leur propre couleur.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) in the sample.</source>
        <translation>
            <numerusform>%n valeur dans l’échantillon.</numerusform>
            <numerusform>%n valeurs dans l’échantillon.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The sample spans %1: %n window(s). Each row is counted once.</source>
        <translation>
            <numerusform>L’échantillon couvre %1&#xa0;: %n fenêtre. Chaque ligne est comptée une fois.</numerusform>
            <numerusform>L’échantillon couvre %1&#xa0;: %n fenêtres. Chaque ligne est comptée une fois.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The sample spans %1: %2 windows. Each row is counted in %n window(s).</source>
        <translation>
            <numerusform>L’échantillon couvre %1&#xa0;: %2 fenêtres. Chaque ligne est comptée dans %n fenêtre.</numerusform>
            <numerusform>L’échantillon couvre %1&#xa0;: %2 fenêtres. Chaque ligne est comptée dans %n fenêtres.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose an event time among the columns to count by windows.</source>
        <translation>Choisissez l’heure de l’événement parmi les colonnes pour compter par fenêtres.</translation>
    </message>
    <message>
        <source>No effect in complete: all windows are kept.</source>
        <translation>Sans effet en complete&#xa0;: toutes les fenêtres sont conservées.</translation>
    </message>
    <message numerus="yes">
        <source>About %n window(s) stay open. %1 becomes final once an event at %2 or later has been seen.</source>
        <translation>
            <numerusform>Environ %n fenêtre reste ouverte. %1 sera définitive dès qu’un événement à %2 ou après aura été vu.</numerusform>
            <numerusform>Environ %n fenêtres restent ouvertes. %1 sera définitive dès qu’un événement à %2 ou après aura été vu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Without one no window is ever final and all stay in memory.</source>
        <translation>Sans filigrane, aucune fenêtre n’est jamais définitive et toutes restent en mémoire.</translation>
    </message>
    <message numerus="yes">
        <source>One file each time: the %n file(s) are read in %1.</source>
        <translation>
            <numerusform>Un fichier à la fois&#xa0;: %n fichier est lu en %1.</numerusform>
            <numerusform>Un fichier à la fois&#xa0;: les %n fichiers sont lus en %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 files each time: the %n file(s) are read in %2.</source>
        <translation>
            <numerusform>%1 fichiers à la fois&#xa0;: %n fichier est lu en %2.</numerusform>
            <numerusform>%1 fichiers à la fois&#xa0;: les %n fichiers sont lus en %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Reads what is there, then finishes.</source>
        <translation>Lit ce qui est là, puis se termine.</translation>
    </message>
    <message numerus="yes">
        <source>All files that are new each time; the first batch takes %n file(s).</source>
        <translation>
            <numerusform>Tous les nouveaux fichiers à chaque fois&#x202f;; le premier micro-lot prend %n fichier.</numerusform>
            <numerusform>Tous les nouveaux fichiers à chaque fois&#x202f;; le premier micro-lot prend %n fichiers.</numerusform>
        </translation>
    </message>
    <message>
        <source>Writes the rows that changed. With complete no window is ever closed: the watermark has no effect.</source>
        <translation>Écrit les lignes modifiées. Avec complete, aucune fenêtre ne se ferme jamais&#xa0;: le filigrane est sans effet.</translation>
    </message>
    <message>
        <source>Writes all groups each time. No window is ever closed: the watermark has no effect.</source>
        <translation>Écrit tous les groupes à chaque fois. Aucune fenêtre ne se ferme jamais&#xa0;: le filigrane est sans effet.</translation>
    </message>
    <message>
        <source>Writes a window once, when it is final.</source>
        <translation>Écrit une fenêtre une seule fois, quand elle est définitive.</translation>
    </message>
    <message>
        <source>Writes each row once.</source>
        <translation>Écrit chaque ligne une seule fois.</translation>
    </message>
    <message>
        <source>This is no step.</source>
        <translation>Ce n’est pas une étape.</translation>
    </message>
    <message>
        <source>Edit a step</source>
        <translation>Modifier une étape</translation>
    </message>
    <message>
        <source>Remove a step</source>
        <translation>Supprimer une étape</translation>
    </message>
    <message>
        <source>Ready to run</source>
        <translation>Prête à démarrer</translation>
    </message>
    <message>
        <source>Reading the sample…</source>
        <translation>Lecture de l’échantillon…</translation>
    </message>
    <message numerus="yes">
        <source>%1 And %n more.</source>
        <translation>
            <numerusform>%1 Et %n autre.</numerusform>
            <numerusform>%1 Et %n autres.</numerusform>
        </translation>
    </message>
    <message>
        <source>Change the window</source>
        <translation>Changer la fenêtre</translation>
    </message>
    <message>
        <source>Change the watermark</source>
        <translation>Changer le filigrane</translation>
    </message>
    <message>
        <source>Change the grouping</source>
        <translation>Changer le regroupement</translation>
    </message>
    <message>
        <source>Change what is computed</source>
        <translation>Changer le calcul</translation>
    </message>
    <message>
        <source>Change the trigger</source>
        <translation>Changer le déclencheur</translation>
    </message>
    <message>
        <source>Change the output mode</source>
        <translation>Changer le mode de sortie</translation>
    </message>
    <message>
        <source>Choose the event time</source>
        <translation>Choisir l’heure de l’événement</translation>
    </message>
    <message>
        <source>Another value</source>
        <translation>Autre valeur</translation>
    </message>
    <message>
        <source>sum of %1</source>
        <translation>somme de %1</translation>
    </message>
    <message>
        <source>average of %1</source>
        <translation>moyenne de %1</translation>
    </message>
    <message>
        <source>least %1</source>
        <translation>minimum de %1</translation>
    </message>
    <message>
        <source>greatest %1</source>
        <translation>maximum de %1</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Calculer</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>nombre de lignes</translation>
    </message>
    <message>
        <source>Choose columns (select)</source>
        <translation>Choisir des colonnes (select)</translation>
    </message>
    <message>
        <source>Sort the result (orderBy)</source>
        <translation>Trier le résultat (orderBy)</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Checkpoint</translation>
    </message>
    <message>
        <source>Each row passes at once, without batches; progress is noted at this interval.</source>
        <translation>Chaque ligne passe aussitôt, sans lots&#xa0;; l’avancement est noté à cet intervalle.</translation>
    </message>
    <message>
        <source>Nothing is grouped: each row that is read is a row of the result.</source>
        <translation>Rien n’est regroupé&#xa0;: chaque ligne lue est une ligne du résultat.</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::RecentRow</name>
    <message>
        <source>not there any more</source>
        <translation>n’est plus là</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Take it from the list</source>
        <translation>Retirer de la liste</translation>
    </message>
    <message>
        <source>Take %1 from the list</source>
        <translation>Retirer %1 de la liste</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ResultCard</name>
    <message numerus="yes">
        <source>%n window(s), newest first, from %1 of %2 rows</source>
        <translation>
            <numerusform>%n fenêtre, tirée de %1 lignes sur %2</numerusform>
            <numerusform>%n fenêtres, les plus récentes d’abord, tirées de %1 lignes sur %2</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%1 lignes sur %2</translation>
    </message>
    <message>
        <source>The newest %1 rows are kept here; the sinks have written all of them.</source>
        <translation>Les %1 lignes les plus récentes sont gardées ici&#x202f;; les sorties (sinks) les ont toutes écrites.</translation>
    </message>
    <message>
        <source>No window is final yet</source>
        <translation>Aucune fenêtre n’est encore définitive</translation>
    </message>
    <message>
        <source>No rows yet</source>
        <translation>Pas encore de lignes</translation>
    </message>
    <message>
        <source>No late rows</source>
        <translation>Aucune ligne tardive</translation>
    </message>
    <message>
        <source>No row has come after its window had closed.</source>
        <translation>Aucune ligne n’est arrivée après la fermeture de sa fenêtre.</translation>
    </message>
    <message>
        <source>Without a watermark no row is ever too late.</source>
        <translation>Sans filigrane, aucune ligne n’est jamais trop tardive.</translation>
    </message>
    <message>
        <source>No malformed rows</source>
        <translation>Aucune ligne illisible</translation>
    </message>
    <message>
        <source>Every row could be read.</source>
        <translation>Toutes les lignes ont pu être lues.</translation>
    </message>
    <message>
        <source>Nothing happened yet</source>
        <translation>Rien ne s’est encore passé</translation>
    </message>
    <message>
        <source>%1 of %2 rows dropped: they came after all their windows had closed.</source>
        <translation>%1 lignes sur %2 ignorées&#xa0;: elles sont arrivées après la fermeture de toutes leurs fenêtres.</translation>
    </message>
    <message>
        <source>%1 more were late in some of their windows only and are counted in the others.</source>
        <translation>%1 autres n’étaient tardives que dans certaines de leurs fenêtres et sont comptées dans les autres.</translation>
    </message>
    <message>
        <source>Spark&apos;s own counter numRowsDroppedByWatermark says %1. State released is another count: %2.</source>
        <translation>Le compteur de Spark, numRowsDroppedByWatermark, indique %1. L’état libéré est un autre compte&#xa0;: %2.</translation>
    </message>
    <message>
        <source>%1 are listed.</source>
        <translation>%1 sont listées.</translation>
    </message>
    <message>
        <source>%1 of %2 rows could not be read as the schema says: %3 went on with NULL, %4 gave no row.</source>
        <translation>%1 lignes sur %2 n’ont pas pu être lues selon le schéma&#xa0;: %3 ont continué avec NULL, %4 n’ont donné aucune ligne.</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s), newest first, in the time of this computer.</source>
        <translation>
            <numerusform>%n événement, à l’heure de cet ordinateur.</numerusform>
            <numerusform>%n événements, les plus récents d’abord, à l’heure de cet ordinateur.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, byte %2</source>
        <translation>%1, octet %2</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Late rows</source>
        <translation>Lignes tardives</translation>
    </message>
    <message>
        <source>Malformed rows</source>
        <translation>Lignes illisibles</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>Volets</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>By window</source>
        <translation>Par fenêtre</translation>
    </message>
    <message>
        <source>Result as</source>
        <translation>Résultat sous forme de</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy the selected rows, or all of them, with tabs between the values</source>
        <translation>Copier les lignes sélectionnées, ou toutes, avec des tabulations entre les valeurs</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Write the table to a file</source>
        <translation>Écrire le tableau dans un fichier</translation>
    </message>
    <message>
        <source>Result, rows</source>
        <translation>Résultat, lignes</translation>
    </message>
    <message>
        <source>Result, by window</source>
        <translation>Résultat, par fenêtre</translation>
    </message>
    <message>
        <source>The whole row</source>
        <translation>La ligne entière</translation>
    </message>
    <message>
        <source>Result and lanes</source>
        <translation>Résultat et volets</translation>
    </message>
    <message>
        <source>No batch yet</source>
        <translation>Pas encore de micro-lot</translation>
    </message>
    <message numerus="yes">
        <source>StreamingQueryProgress of the newest %Ln batch(es), as Spark reports it; times in UTC.</source>
        <translation>
            <numerusform>StreamingQueryProgress du dernier micro-lot, tel que Spark le rapporte&#xa0;; heures en UTC.</numerusform>
            <numerusform>StreamingQueryProgress des %Ln derniers micro-lots, tel que Spark le rapporte&#xa0;; heures en UTC.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The newest %Ln batch(es), under the names of Spark&apos;s streaming tab. Point at a batch, or use the arrow keys, to read it in every graph.</source>
        <translation>
            <numerusform>Le dernier micro-lot, sous les noms de l’onglet streaming de Spark. Pointez un micro-lot, ou utilisez les flèches, pour le lire dans tous les graphiques.</numerusform>
            <numerusform>Les %Ln derniers micro-lots, sous les noms de l’onglet streaming de Spark. Pointez un micro-lot, ou utilisez les flèches, pour le lire dans tous les graphiques.</numerusform>
        </translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Métriques</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::SamplePreview</name>
    <message>
        <source>What the sample gives</source>
        <translation>Ce que donne l’échantillon</translation>
    </message>
    <message>
        <source>hatched windows are still open</source>
        <translation>les fenêtres hachurées sont encore ouvertes</translation>
    </message>
    <message>
        <source>nothing is final: every value may still change</source>
        <translation>rien n’est définitif&#xa0;: toute valeur peut encore changer</translation>
    </message>
    <message>
        <source>No picture before the first batch</source>
        <translation>Pas d’aperçu avant le premier micro-lot</translation>
    </message>
    <message>
        <source>What this question gives is seen once it runs.</source>
        <translation>Ce que donne cette question se voit une fois la requête lancée.</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::Section</name>
    <message>
        <source>folded</source>
        <translation>replié</translation>
    </message>
    <message>
        <source>unfolded</source>
        <translation>déplié</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::SqlCard</name>
    <message>
        <source>Its rows are deleted with it.</source>
        <translation>Ses lignes sont supprimées avec elle.</translation>
    </message>
    <message>
        <source>It is taken out of the catalog; its files stay.</source>
        <translation>Elle est retirée du catalogue&#xa0;; ses fichiers restent.</translation>
    </message>
    <message>
        <source>Drop a table</source>
        <translation>Supprimer une table</translation>
    </message>
    <message>
        <source>Drop the table %1?</source>
        <translation>Supprimer la table %1&#xa0;?</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Arrêtée.</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation>Ligne %1, colonne %2&#xa0;: %3</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Exécuter</translation>
    </message>
    <message>
        <source>Stop the statement</source>
        <translation>Arrêter l’instruction</translation>
    </message>
    <message>
        <source>Run the statement, or what is selected (Ctrl+Enter)</source>
        <translation>Exécuter l’instruction, ou ce qui est sélectionné (Ctrl+Entrée)</translation>
    </message>
    <message>
        <source>Run the statement</source>
        <translation>Exécuter l’instruction</translation>
    </message>
    <message>
        <source>Ask the tables</source>
        <translation>Interrogez les tables</translation>
    </message>
    <message>
        <source>Write a statement and press Ctrl+Enter, or double-click a table.</source>
        <translation>Écrivez une instruction et appuyez sur Ctrl+Entrée, ou double-cliquez sur une table.</translation>
    </message>
    <message>
        <source>No rows</source>
        <translation>Aucune ligne</translation>
    </message>
    <message>
        <source>The statement gave no rows.</source>
        <translation>L’instruction n’a donné aucune ligne.</translation>
    </message>
    <message>
        <source>The database %1 was created.</source>
        <translation>La base %1 a été créée.</translation>
    </message>
    <message>
        <source>The database %1 was there already.</source>
        <translation>La base %1 existait déjà.</translation>
    </message>
    <message>
        <source>Names without a database are now looked for in %1.</source>
        <translation>Les noms sans base sont maintenant cherchés dans %1.</translation>
    </message>
    <message>
        <source>The table %1 was dropped.</source>
        <translation>La table %1 a été supprimée.</translation>
    </message>
    <message>
        <source>There is no table %1.</source>
        <translation>Il n’y a pas de table %1.</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>En cours…</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) in %1 ms</source>
        <translation>
            <numerusform>%n ligne en %1&#xa0;ms</numerusform>
            <numerusform>%n lignes en %1&#xa0;ms</numerusform>
        </translation>
    </message>
    <message>
        <source>there are more: only the first %1 are shown</source>
        <translation>il y en a d’autres&#xa0;: seules les %1 premières sont affichées</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message>
        <source>read only</source>
        <translation>lecture seule</translation>
    </message>
    <message>
        <source>Statements read; only CREATE DATABASE and DROP TABLE change anything, and DROP TABLE asks first.</source>
        <translation>Les instructions lisent&#xa0;; seuls CREATE DATABASE et DROP TABLE changent quelque chose, et DROP TABLE demande d’abord.</translation>
    </message>
    <message>
        <source>Catalog</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <source>Read the catalog again</source>
        <translation>Relire le catalogue</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>Statements that were run (Alt+Up, Alt+Down)</source>
        <translation>Instructions déjà exécutées (Alt+Haut, Alt+Bas)</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Durée maximale</translation>
    </message>
    <message>
        <source>A statement is ended after this time</source>
        <translation>Une instruction est arrêtée au bout de cette durée</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1&#xa0;s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1&#xa0;min</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Entrée</translation>
    </message>
    <message>
        <source>What is wrong with the statement</source>
        <translation>Ce qui ne va pas dans l’instruction</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy the selected rows, or all of them, with tabs between the values</source>
        <translation>Copier les lignes sélectionnées, ou toutes, avec des tabulations entre les valeurs</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Write the rows to a file</source>
        <translation>Écrire les lignes dans un fichier</translation>
    </message>
    <message>
        <source>of the statement before</source>
        <translation>de l’instruction précédente</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::SqlEditor</name>
    <message>
        <source>database</source>
        <translation>base</translation>
    </message>
    <message>
        <source>function</source>
        <translation>fonction</translation>
    </message>
    <message>
        <source>table</source>
        <translation>table</translation>
    </message>
    <message>
        <source>table, %1</source>
        <translation>table, %1</translation>
    </message>
    <message>
        <source>SQL statement</source>
        <translation>Instruction SQL</translation>
    </message>
    <message>
        <source>SELECT … FROM …</source>
        <translation>SELECT … FROM …</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Noms</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::StateMark</name>
    <message>
        <source>Not started</source>
        <translation>Non démarrée</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Démarrage</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Arrêt en cours</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Arrêtée</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminée</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>En échec</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::StatusLine</name>
    <message>
        <source>Ready</source>
        <translation>Prêt</translation>
    </message>
    <message>
        <source>%1 counted</source>
        <translation>%1 comptées</translation>
    </message>
    <message>
        <source>%1 filtered out</source>
        <translation>%1 filtrées</translation>
    </message>
    <message>
        <source>%1 without time</source>
        <translation>%1 sans heure</translation>
    </message>
    <message>
        <source>%1 late</source>
        <translation>%1 tardives</translation>
    </message>
    <message>
        <source>%1 malformed</source>
        <translation>%1 illisibles</translation>
    </message>
    <message>
        <source>%1 rows read = %2</source>
        <translation>%1 lignes lues = %2</translation>
    </message>
    <message>
        <source>%1 result rows</source>
        <translation>%1 lignes de résultat</translation>
    </message>
    <message>
        <source>state %1 rows, %2</source>
        <translation>état %1 lignes, %2</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>enregistré</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>non enregistré</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>Langue de la fenêtre</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Thème</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::StatusSentence</name>
    <message>
        <source>%1.</source>
        <comment>the state of the query, as a sentence</comment>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Pourquoi&#x202f;?</translation>
    </message>
    <message>
        <source>Explain this state</source>
        <translation>Expliquer cet état</translation>
    </message>
    <message>
        <source>State of the query</source>
        <translation>État de la requête</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::StepRow</name>
    <message>
        <source>Remove this step</source>
        <translation>Supprimer cette étape</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Supprimer %1</translation>
    </message>
    <message>
        <source>Character %1: %2</source>
        <translation>Caractère %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Step %1, %2</source>
        <comment>number and method</comment>
        <translation>Étape %1, %2</translation>
    </message>
    <message>
        <source>%1: name of the column</source>
        <translation>%1&#xa0;: nom de la colonne</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::StreamsBoard</name>
    <message>
        <source>Process %1 did not say what it runs: %2.</source>
        <translation>Le processus %1 n’a pas dit ce qu’il exécute&#xa0;: %2.</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::StreamsCard</name>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Démarrer</translation>
    </message>
    <message>
        <source>Stop %1</source>
        <translation>Arrêter %1</translation>
    </message>
    <message>
        <source>Start %1</source>
        <translation>Démarrer %1</translation>
    </message>
    <message numerus="yes">
        <source>%n active stream(s)</source>
        <translation>
            <numerusform>%n flux actif</numerusform>
            <numerusform>%n flux actifs</numerusform>
        </translation>
    </message>
    <message>
        <source>each runs on its own thread; stopping keeps its checkpoint</source>
        <translation>chacun a son propre fil d’exécution&#xa0;; l’arrêt garde son checkpoint</translation>
    </message>
    <message>
        <source>Active streams</source>
        <translation>Flux actifs</translation>
    </message>
    <message>
        <source>Copy as spark.streams.active</source>
        <translation>Copier comme spark.streams.active</translation>
    </message>
    <message>
        <source>Copy the loop over spark.streams.active with what it prints now</source>
        <translation>Copier la boucle sur spark.streams.active avec ce qu’elle affiche maintenant</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>Tout arrêter</translation>
    </message>
    <message>
        <source>Stop every query of this list, also those of other processes</source>
        <translation>Arrêter toutes les requêtes de cette liste, y compris celles d’autres processus</translation>
    </message>
    <message>
        <source>Streams, active ones first</source>
        <translation>Flux, les actifs d’abord</translation>
    </message>
    <message>
        <source>No stream has been started</source>
        <translation>Aucun flux n’a été démarré</translation>
    </message>
    <message>
        <source>A query is listed here from its start on, also one that `vitrine-cli run` runs in another process.</source>
        <translation>Une requête apparaît ici dès son démarrage, même si `vitrine-cli run` l’exécute dans un autre processus.</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::StreamsModel</name>
    <message>
        <source>%1 ms</source>
        <translation>%1&#xa0;ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1&#xa0;s</translation>
    </message>
    <message>
        <source>now</source>
        <translation>à l’instant</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>il y a %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>il y a %1 min</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>Non démarré</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Démarrage</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>En retard</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Arrêt en cours</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Arrêté</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>every %1</source>
        <translation>toutes les %1</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>dès que possible</translation>
    </message>
    <message>
        <source>once</source>
        <translation>une fois</translation>
    </message>
    <message>
        <source>all that is there</source>
        <translation>tout ce qui est là</translation>
    </message>
    <message>
        <source>continuous</source>
        <translation>continu</translation>
    </message>
    <message>
        <source>&lt;no name&gt;</source>
        <translation>&lt;sans nom&gt;</translation>
    </message>
    <message>
        <source>charts</source>
        <translation>graphiques</translation>
    </message>
    <message>
        <source>%1, exactly once</source>
        <translation>%1, exactement une fois</translation>
    </message>
    <message>
        <source>%1, at least once</source>
        <translation>%1, au moins une fois</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>fini à %1</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>aucun encore</translation>
    </message>
    <message>
        <source>this window</source>
        <translation>cette fenêtre</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>The last batch took %1, longer than the %2 between two triggers.</source>
        <translation>Le dernier micro-lot a pris %1, plus que les %2 entre deux déclenchements.</translation>
    </message>
    <message>
        <source>id %1</source>
        <translation>id %1</translation>
    </message>
    <message>
        <source>run id %1</source>
        <translation>id d’exécution %1</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>depuis %1</translation>
    </message>
    <message>
        <source>%1: exactly once</source>
        <translation>%1&#xa0;: exactement une fois</translation>
    </message>
    <message>
        <source>%1: at least once</source>
        <translation>%1&#xa0;: au moins une fois</translation>
    </message>
    <message>
        <source>checkpoint %1</source>
        <translation>checkpoint %1</translation>
    </message>
    <message>
        <source>rows a second, on average over the last batches: %1 in, %2 processed</source>
        <translation>lignes par seconde, en moyenne sur les derniers micro-lots&#xa0;: %1 reçues, %2 traitées</translation>
    </message>
    <message>
        <source>status</source>
        <translation>état</translation>
    </message>
    <message>
        <source>name</source>
        <translation>nom</translation>
    </message>
    <message>
        <source>id</source>
        <translation>id</translation>
    </message>
    <message>
        <source>mode</source>
        <translation>mode</translation>
    </message>
    <message>
        <source>writes to</source>
        <translation>écrit vers</translation>
    </message>
    <message>
        <source>trigger</source>
        <translation>déclencheur</translation>
    </message>
    <message>
        <source>input rows/s</source>
        <translation>lignes reçues/s</translation>
    </message>
    <message>
        <source>processed rows/s</source>
        <translation>lignes traitées/s</translation>
    </message>
    <message>
        <source>took</source>
        <translation>durée</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>micro-lot</translation>
    </message>
    <message>
        <source>last progress</source>
        <translation>dernière avancée</translation>
    </message>
    <message>
        <source>runs in</source>
        <translation>s’exécute dans</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::TimeBand</name>
    <message>
        <source>LIVE</source>
        <translation>EN DIRECT</translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>Revenir au direct</translation>
    </message>
    <message>
        <source>Live: the newest batch is shown</source>
        <translation>En direct&#xa0;: le dernier micro-lot est affiché</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Temps</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>lignes</translation>
    </message>
    <message>
        <source>no-data batch</source>
        <translation>micro-lot sans données</translation>
    </message>
    <message>
        <source>window closed</source>
        <translation>fenêtre fermée</translation>
    </message>
    <message>
        <source>late row dropped</source>
        <translation>ligne tardive ignorée</translation>
    </message>
    <message>
        <source>malformed row</source>
        <translation>ligne illisible</translation>
    </message>
    <message>
        <source>First batch</source>
        <translation>Premier micro-lot</translation>
    </message>
    <message>
        <source>Previous batch</source>
        <translation>Micro-lot précédent</translation>
    </message>
    <message>
        <source>Next batch</source>
        <translation>Micro-lot suivant</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::TimePanel</name>
    <message>
        <source>Batches</source>
        <translation>Micro-lots</translation>
    </message>
    <message>
        <source>Batch %1</source>
        <translation>Micro-lot %1</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>sans données</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n ligne</numerusform>
            <numerusform>%n lignes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n window(s) closed</source>
        <translation>
            <numerusform>%n fenêtre fermée</numerusform>
            <numerusform>%n fenêtres fermées</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n late row(s) dropped</source>
        <translation>
            <numerusform>%n ligne tardive ignorée</numerusform>
            <numerusform>%n lignes tardives ignorées</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n malformed row(s)</source>
        <translation>
            <numerusform>%n ligne illisible</numerusform>
            <numerusform>%n lignes illisibles</numerusform>
        </translation>
    </message>
    <message>
        <source>details released</source>
        <translation>détails libérés</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <comment>number of a batch</comment>
        <translation>%1 en échec</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::TokenButton</name>
    <message>
        <source>%1: %2</source>
        <comment>name of a part of the query, its value</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::WatchPage</name>
    <message>
        <source>First charts</source>
        <translation>Premiers graphiques</translation>
    </message>
    <message>
        <source>Change a chart</source>
        <translation>Modifier un graphique</translation>
    </message>
    <message>
        <source>Duplicate a chart</source>
        <translation>Dupliquer un graphique</translation>
    </message>
    <message>
        <source>Remove a chart</source>
        <translation>Supprimer un graphique</translation>
    </message>
    <message>
        <source>No window is final yet</source>
        <translation>Aucune fenêtre n’est encore définitive</translation>
    </message>
    <message>
        <source>The result of batch %1 is kept and marked stale.</source>
        <translation>Le résultat du micro-lot %1 est conservé et marqué périmé.</translation>
    </message>
    <message>
        <source>There is no result yet.</source>
        <translation>Il n’y a pas encore de résultat.</translation>
    </message>
    <message>
        <source>Batch %1 failed: %2</source>
        <translation>Échec du micro-lot %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>The folder %1 is not there any more.</source>
        <translation>Le dossier %1 n’est plus là.</translation>
    </message>
    <message>
        <source>Reading resumes by itself when it is back.</source>
        <translation>La lecture reprend d’elle-même à son retour.</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>Choisir un dossier…</translation>
    </message>
    <message>
        <source>The watermark has no effect in complete.</source>
        <translation>Le filigrane (watermark) est sans effet en complete.</translation>
    </message>
    <message>
        <source>Every window is kept and may still change; none is ever final.</source>
        <translation>Chaque fenêtre est conservée et peut encore changer&#x202f;; aucune n’est jamais définitive.</translation>
    </message>
    <message>
        <source>Show with update</source>
        <translation>Afficher avec update</translation>
    </message>
    <message>
        <source>Change the output mode</source>
        <translation>Changer le mode de sortie</translation>
    </message>
    <message>
        <source>The newest event time seen is %1. Less %2, that makes the watermark %3. A window is final once the watermark has reached its end.</source>
        <translation>La plus récente heure d’événement vue est %1. Moins %2, cela place le filigrane (watermark) à %3. Une fenêtre est définitive quand le filigrane a atteint sa fin.</translation>
    </message>
    <message>
        <source>Show the query panel</source>
        <translation>Afficher le panneau de la requête</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Observer</translation>
    </message>
    <message>
        <source>The query did not start: %1</source>
        <translation>La requête n’a pas démarré&#xa0;: %1</translation>
    </message>
    <message>
        <source>Another checkpoint</source>
        <translation>Autre checkpoint</translation>
    </message>
    <message>
        <source>Viewing batch %1 of %2.</source>
        <translation>Consultation du micro-lot %1 sur %2.</translation>
    </message>
    <message>
        <source>Charts and table stand as they were after it; the query goes on. Esc or L in the time band leads back to live.</source>
        <translation>Graphiques et tableau sont tels qu’ils étaient après lui&#xa0;; la requête continue. Échap ou L dans la bande du temps ramène au direct.</translation>
    </message>
    <message>
        <source>Charts and table stand as they were after it. Esc or L in the time band leads back to the last batch.</source>
        <translation>Graphiques et tableau sont tels qu’ils étaient après lui. Échap ou L dans la bande du temps ramène au dernier micro-lot.</translation>
    </message>
    <message>
        <source>Move a chart</source>
        <translation>Déplacer un graphique</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::WelcomePage</name>
    <message>
        <source>Watch a stream being counted, window by window.</source>
        <translation>Observez un flux se compter, fenêtre par fenêtre.</translation>
    </message>
    <message>
        <source>Watch a demo</source>
        <translation>Voir une démo</translation>
    </message>
    <message>
        <source>Open and Close actions, hour by hour. The first bar appears in three seconds.</source>
        <translation>Des actions Open et Close, heure par heure. La première barre apparaît en trois secondes.</translation>
    </message>
    <message>
        <source>Watch the demo</source>
        <translation>Voir la démo</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>Ouvrir un dossier</translation>
    </message>
    <message>
        <source>JSON files that are there now or arrive later.</source>
        <translation>Des fichiers JSON déjà là ou qui arriveront plus tard.</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>Ouvrir un dossier…</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Ouvrir un projet</translation>
    </message>
    <message>
        <source>A saved .vitrine file with its queries and charts.</source>
        <translation>Un fichier .vitrine enregistré, avec ses requêtes et ses graphiques.</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>Ouvrir un projet…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Récents</translation>
    </message>
    <message>
        <source>Drop a folder, a file or a project anywhere in this window.</source>
        <translation>Déposez un dossier, un fichier ou un projet n’importe où dans cette fenêtre.</translation>
    </message>
    <message>
        <source>Everything stays on this machine: no account, no network.</source>
        <translation>Tout reste sur cette machine&#xa0;: ni compte, ni réseau.</translation>
    </message>
</context>
<context>
    <name>vitrine::ui::WindowTableModel</name>
    <message>
        <source>an event at %1 or later is seen</source>
        <translation>un événement à %1 ou plus tard est vu</translation>
    </message>
    <message>
        <source>final</source>
        <translation>définitive</translation>
    </message>
    <message>
        <source>batch %1, +%2</source>
        <translation>micro-lot %1, +%2</translation>
    </message>
    <message>
        <source>batch %1</source>
        <translation>micro-lot %1</translation>
    </message>
    <message>
        <source>open</source>
        <translation>ouverte</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>conservée</translation>
    </message>
    <message>
        <source>window (%1)</source>
        <translation>fenêtre (%1)</translation>
    </message>
    <message numerus="yes">
        <source>Other (%n key(s))</source>
        <translation>
            <numerusform>Autre (%n clé)</numerusform>
            <numerusform>Autres (%n clés)</numerusform>
        </translation>
    </message>
    <message>
        <source>total</source>
        <translation>total</translation>
    </message>
    <message>
        <source>state</source>
        <translation>état</translation>
    </message>
    <message>
        <source>becomes final when</source>
        <translation>devient définitive quand</translation>
    </message>
    <message>
        <source>last change</source>
        <translation>dernier changement</translation>
    </message>
</context>
</TS>
