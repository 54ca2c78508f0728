// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/option_rows.h"

#include <algorithm>

#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/pages/form_parts.h"
#include "ui/style/fonts.h"
#include "ui/widgets/chip.h"

namespace vitrine::ui {
namespace {

constexpr int kNameWidth = 210;

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

bool isSame(std::string_view left, std::string_view right) {
    constexpr CaseInsensitiveLess less;
    return !less(left, right) && !less(right, left);
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& other) { return isSame(other, name); });
}

}  // namespace

std::string OptionRows::shownValue(const std::string& value) {
    const bool isBare = !value.empty() && value.front() != ' ' && value.back() != ' ';
    return isBare ? value : '"' + value + '"';
}

std::string OptionRows::valueOf(const std::string& shown) {
    const bool isQuoted = shown.size() > 1 && shown.front() == '"' && shown.back() == '"';
    return isQuoted ? shown.substr(1, shown.size() - 2) : shown;
}

OptionRows::OptionRows(const BuildState& state, QWidget* parent) : Section({}, parent), state_(state), count_(new Chip({}, Chip::Kind::Plain, this)) {
    addHeadWidget(count_);
    body()->setSpacing(scaled(6));
    setFolded(true);
}

std::vector<std::string> OptionRows::namesBeside(const std::vector<std::string>& known) const {
    std::vector<std::string> names;
    for (const auto& [name, value] : state_.session->document().source.options) {
        if (!holds(known, name)) names.push_back(name);
    }
    return names;
}

void OptionRows::makeRows(const std::vector<std::string>& elsewhere) {
    const std::string& format = state_.session->document().source.format;
    const std::vector<OptionInfo> listed = formatOptions(format);
    std::vector<std::string> known = elsewhere;
    for (const OptionInfo& option : listed) known.emplace_back(option.name);
    const std::vector<std::string> others = namesBeside(known);
    if (format == format_ && others == others_) return;
    if (format != format_) setFolded(readsFiles(format));
    format_ = format;
    others_ = others;
    for (const Row& row : rows_) {
        row.row->hide();
        row.row->deleteLater();  // its own signal may have led here
    }
    rows_.clear();
    const auto add = [this](const std::string& name, const QString& help, const std::string& defaultText) {
        auto* box = new ChoiceBox(this);
        box->setObjectName(QStringLiteral("option ") + QString::fromStdString(name));
        box->lineEdit()->setFont(monoFont());
        auto* row = new FormRow(QString::fromStdString(name), box, this, kNameWidth);
        body()->addWidget(row);
        row->show();
        connect(box, &ChoiceBox::chosen, this, [this, name](const std::string& shown) { setOption(name, shown); });
        rows_.push_back({name, help, defaultText, row, box});
    };
    for (const OptionInfo& option : listed) add(std::string(option.name), text(option.help), std::string(option.defaultText));
    for (const std::string& name : others_) add(name, {}, {});
    retranslate();
}

void OptionRows::retranslate() {
    if (format_.empty()) return;
    setTitle(tr("Options of %1").arg(QString::fromStdString(format_)));
    for (const Row& row : rows_) {
        const QString name = QString::fromStdString(row.name);
        const bool isSwitch = row.defaultText == "true" || row.defaultText == "false";
        const QString standard = row.defaultText.empty() ? tr("not set") : tr("%1 (default)").arg(QString::fromStdString(row.defaultText));
        std::vector<ChoiceBox::Choice> choices{{standard, ""}};
        if (isSwitch) choices.push_back({QStringLiteral("true"), "true"});
        if (isSwitch) choices.push_back({QStringLiteral("false"), "false"});
        if (row.name == "mode") {
            for (const char* mode : {"PERMISSIVE", "DROPMALFORMED", "FAILFAST"}) choices.push_back({QLatin1String(mode), mode});
        }
        row.box->setChoices(choices);
        row.box->setToolTip(tr("Nothing stands for the default, %1 for an empty text.").arg(QString::fromStdString(shownValue({}))));
        row.row->setLabel(name);
    }
}

void OptionRows::refresh(const std::vector<std::string>& elsewhere) {
    makeRows(elsewhere);
    const QueryDocument& document = state_.session->document();
    int set = 0;
    bool isRefused = false;
    for (const Row& row : rows_) {
        const auto found = document.source.options.find(row.name);
        const bool isSet = found != document.source.options.end();
        set += isSet ? 1 : 0;
        row.box->setValue(isSet ? shownValue(found->second) : std::string());
        const std::string& name = isSet ? found->first : row.name;
        QString refusal, warning;
        for (const Diagnostic& diagnostic : state_.session->diagnostics()) {
            if (diagnostic.error.place() != "/source/options/" + name) continue;
            QString& said = diagnostic.severity == Severity::Error ? refusal : warning;
            if (said.isEmpty()) said = BuildState::text(diagnostic.error);
        }
        isRefused = isRefused || !refusal.isEmpty();
        if (!refusal.isEmpty()) row.row->setError(refusal);
        else row.row->setCaption(warning.isEmpty() ? row.help : warning);
    }
    if (isRefused) setFolded(false);
    count_->setVisible(set > 0);
    count_->setText(tr("%n set", "number of options", set));
    setVisible(!rows_.empty());
}

void OptionRows::setOption(const std::string& name, const std::string& shown) {
    if (!state_.session) return;
    QueryDocument next = state_.session->document();
    OptionMap& options = next.source.options;
    const auto found = options.find(name);
    const std::string spelled = found == options.end() ? name : found->first;
    if (found != options.end()) options.erase(found);
    if (!shown.empty()) options.emplace(spelled, valueOf(shown));
    if (next == state_.session->document()) return;
    state_.session->edit(tr("Change the option %1").arg(QString::fromStdString(name)), std::move(next));
}

}  // namespace vitrine::ui
