<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>ChartExport</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChartPicture</name>
    <message numerus="yes">
        <source>Other (%n)</source>
        <translation>
            <numerusform>Other (%n)</numerusform>
            <numerusform>Other (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChartSummary</name>
    <message numerus="yes">
        <source>%n open window(s) hidden</source>
        <translation>
            <numerusform>%n open window hidden</numerusform>
            <numerusform>%n open windows hidden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open window(s) shown</source>
        <translation>
            <numerusform>%n open window shown</numerusform>
            <numerusform>%n open windows shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n window(s)</source>
        <translation>
            <numerusform>%n window</numerusform>
            <numerusform>%n windows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Other (%n)</source>
        <translation>
            <numerusform>Other (%n)</numerusform>
            <numerusform>Other (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n span(s) of time</source>
        <translation>
            <numerusform>%n span of time</numerusform>
            <numerusform>%n spans of time</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n bar(s)</source>
        <translation>
            <numerusform>%n bar</numerusform>
            <numerusform>%n bars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open window(s)</source>
        <translation>
            <numerusform>%n open window</numerusform>
            <numerusform>%n open windows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>1 bar = %n window(s)</source>
        <translation>
            <numerusform>1 bar = %n window</numerusform>
            <numerusform>1 bar = %n windows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open window(s) included</source>
        <translation>
            <numerusform>%n open window included</numerusform>
            <numerusform>%n open windows included</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) without a number left out</source>
        <translation>
            <numerusform>%n row without a number left out</numerusform>
            <numerusform>%n rows without a number left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) without a time left out</source>
        <translation>
            <numerusform>%n row without a time left out</numerusform>
            <numerusform>%n rows without a time left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineChart</name>
    <message numerus="yes">
        <source>Other (%n)</source>
        <translation>
            <numerusform>Other (%n)</numerusform>
            <numerusform>Other (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MetricNames</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueryWords</name>
    <message numerus="yes">
        <source>%n millisecond(s)</source>
        <translation>
            <numerusform>%n millisecond</numerusform>
            <numerusform>%n milliseconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
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
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>%n week</numerusform>
            <numerusform>%n weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecentRow</name>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::BannerStack</name>
    <message numerus="yes">
        <source>%n more</source>
        <comment>messages</comment>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::CatalogTree</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ChartCard</name>
    <message numerus="yes">
        <source>Back to live (L), %n batch(es) missed</source>
        <translation>
            <numerusform>Back to live (L), %n batch missed</numerusform>
            <numerusform>Back to live (L), %n batches missed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::CheckpointCard</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ColumnsCard</name>
    <message numerus="yes">
        <source>read from %n row(s)</source>
        <translation>
            <numerusform>read from %n row</numerusform>
            <numerusform>read from %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>read from the first %n row(s)</source>
        <translation>
            <numerusform>read from the first %n row</numerusform>
            <numerusform>read from the first %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::FolderCard</name>
    <message numerus="yes">
        <source>%n file(s) now, new ones are watched</source>
        <translation>
            <numerusform>%n file now, new ones are watched</numerusform>
            <numerusform>%n files now, new ones are watched</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n active stream(s)</source>
        <translation>
            <numerusform>%n active stream</numerusform>
            <numerusform>%n active streams</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n batch(es), %1–%2</source>
        <translation>
            <numerusform>%n batch, %1–%2</numerusform>
            <numerusform>%n batches, %1–%2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::MetricGraph</name>
    <message numerus="yes">
        <source>%Ln batch(es)</source>
        <translation>
            <numerusform>%Ln batch</numerusform>
            <numerusform>%Ln batches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::OptionRows</name>
    <message numerus="yes">
        <source>%n set</source>
        <comment>number of options</comment>
        <translation>
            <numerusform>%n set</numerusform>
            <numerusform>%n set</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ProgressLane</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::QueryForm</name>
    <message numerus="yes">
        <source>%n file(s) per trigger</source>
        <translation>
            <numerusform>%n file per trigger</numerusform>
            <numerusform>%n files per trigger</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more column(s)</source>
        <translation>
            <numerusform>and %n more column</numerusform>
            <numerusform>and %n more columns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read</source>
        <translation>
            <numerusform>%n file read</numerusform>
            <numerusform>%n files read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) read in the newest %1 batches</source>
        <translation>
            <numerusform>%n file read in the newest %1 batches</numerusform>
            <numerusform>%n files read in the newest %1 batches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n malformed row(s)</source>
        <translation>
            <numerusform>%n malformed row</numerusform>
            <numerusform>%n malformed rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n window(s) so far, none is ever final.</source>
        <translation>
            <numerusform>%n window so far, never final.</numerusform>
            <numerusform>%n windows so far, none is ever final.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tumbling. %n window(s) so far, %1 open.</source>
        <translation>
            <numerusform>Tumbling. %n window so far, %1 open.</numerusform>
            <numerusform>Tumbling. %n windows so far, %1 open.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sliding. %n window(s) so far, %1 open.</source>
        <translation>
            <numerusform>Sliding. %n window so far, %1 open.</numerusform>
            <numerusform>Sliding. %n windows so far, %1 open.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::QuerySession</name>
    <message numerus="yes">
        <source>No new batch starts until you resume; files queue up. %n batch(es) done.</source>
        <translation>
            <numerusform>No new batch starts until you resume; files queue up. %n batch done.</numerusform>
            <numerusform>No new batch starts until you resume; files queue up. %n batches done.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n batch(es) done. Run starts again.</source>
        <translation>
            <numerusform>%n batch done. Run starts again.</numerusform>
            <numerusform>%n batches done. Run starts again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All that was there has been read, in %n batch(es).</source>
        <translation>
            <numerusform>All that was there has been read, in %n batch.</numerusform>
            <numerusform>All that was there has been read, in %n batches.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::QuestionCard</name>
    <message numerus="yes">
        <source>More than %n value(s) in the sample: the largest get a colour of their own.</source>
        <translation>
            <numerusform>More than %n value in the sample: the largest get a colour of their own.</numerusform>
            <numerusform>More than %n values in the sample: the largest get a colour of their own.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) in the sample.</source>
        <translation>
            <numerusform>%n value in the sample.</numerusform>
            <numerusform>%n values in the sample.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The sample spans %1: %n window(s). Each row is counted once.</source>
        <translation>
            <numerusform>The sample spans %1: %n window. Each row is counted once.</numerusform>
            <numerusform>The sample spans %1: %n windows. Each row is counted once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The sample spans %1: %2 windows. Each row is counted in %n window(s).</source>
        <translation>
            <numerusform>The sample spans %1: %2 windows. Each row is counted in %n window.</numerusform>
            <numerusform>The sample spans %1: %2 windows. Each row is counted in %n windows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About %n window(s) stay open. %1 becomes final once an event at %2 or later has been seen.</source>
        <translation>
            <numerusform>About %n window stays open. %1 becomes final once an event at %2 or later has been seen.</numerusform>
            <numerusform>About %n windows stay open. %1 becomes final once an event at %2 or later has been seen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>One file each time: the %n file(s) are read in %1.</source>
        <translation>
            <numerusform>One file each time: the %n file is read in %1.</numerusform>
            <numerusform>One file each time: the %n files are read in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 files each time: the %n file(s) are read in %2.</source>
        <translation>
            <numerusform>%1 files each time: the %n file is read in %2.</numerusform>
            <numerusform>%1 files each time: the %n files are read in %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All files that are new each time; the first batch takes %n file(s).</source>
        <translation>
            <numerusform>All files that are new each time; the first batch takes %n file.</numerusform>
            <numerusform>All files that are new each time; the first batch takes %n files.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 And %n more.</source>
        <translation>
            <numerusform>%1 And %n more.</numerusform>
            <numerusform>%1 And %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::ResultCard</name>
    <message numerus="yes">
        <source>%n window(s), newest first, from %1 of %2 rows</source>
        <translation>
            <numerusform>%n window, newest first, from %1 of %2 rows</numerusform>
            <numerusform>%n windows, newest first, from %1 of %2 rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s), newest first, in the time of this computer.</source>
        <translation>
            <numerusform>%n event, newest first, in the time of this computer.</numerusform>
            <numerusform>%n events, newest first, in the time of this computer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>StreamingQueryProgress of the newest %Ln batch(es), as Spark reports it; times in UTC.</source>
        <translation>
            <numerusform>StreamingQueryProgress of the newest batch, as Spark reports it; times in UTC.</numerusform>
            <numerusform>StreamingQueryProgress of the newest %Ln batches, as Spark reports it; times in UTC.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The newest %Ln batch(es), under the names of Spark&apos;s streaming tab. Point at a batch, or use the arrow keys, to read it in every graph.</source>
        <translation>
            <numerusform>The newest batch, under the names of Spark&apos;s streaming tab. Point at a batch, or use the arrow keys, to read it in every graph.</numerusform>
            <numerusform>The newest %Ln batches, under the names of Spark&apos;s streaming tab. Point at a batch, or use the arrow keys, to read it in every graph.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::SqlCard</name>
    <message numerus="yes">
        <source>%n row(s) in %1 ms</source>
        <translation>
            <numerusform>%n row in %1 ms</numerusform>
            <numerusform>%n rows in %1 ms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::StreamsCard</name>
    <message numerus="yes">
        <source>%n active stream(s)</source>
        <translation>
            <numerusform>%n active stream</numerusform>
            <numerusform>%n active streams</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::TimePanel</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n window(s) closed</source>
        <translation>
            <numerusform>%n window closed</numerusform>
            <numerusform>%n windows closed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n late row(s) dropped</source>
        <translation>
            <numerusform>%n late row dropped</numerusform>
            <numerusform>%n late rows dropped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n malformed row(s)</source>
        <translation>
            <numerusform>%n malformed row</numerusform>
            <numerusform>%n malformed rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>vitrine::ui::WindowTableModel</name>
    <message numerus="yes">
        <source>Other (%n key(s))</source>
        <translation>
            <numerusform>Other (%n key)</numerusform>
            <numerusform>Other (%n keys)</numerusform>
        </translation>
    </message>
</context>
</TS>
