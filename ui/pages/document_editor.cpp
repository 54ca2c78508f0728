// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/document_editor.h"

#include <algorithm>
#include <charconv>

#include <QKeyEvent>
#include <QScrollBar>
#include <QVBoxLayout>

#include "core/query/logical_plan.h"
#include "ui/pages/query_session.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {
namespace {

constexpr int kPauseMilliseconds = 300;

/// Walks through JSON text that is known to be valid, only to find where a value begins.
class JsonWalker {
  public:
    explicit JsonWalker(const std::string& text) : text_(text) {}

    /// The offset of the value that `tokens` lead to.
    std::optional<std::size_t> find(const std::vector<std::string>& tokens) {
        for (const std::string& token : tokens) {
            skipSpace();
            if (!enter(token)) return std::nullopt;
        }
        skipSpace();
        return at_ < text_.size() ? std::optional(at_) : std::nullopt;
    }

  private:
    void skipSpace() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    }
    std::string readString() {
        std::string value;
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\') ++at_;
            if (at_ < text_.size()) value += text_[at_];
        }
        ++at_;
        return value;
    }
    void skipValue() {
        int depth = 0;
        do {
            skipSpace();
            if (at_ >= text_.size()) return;
            const char c = text_[at_];
            if (c == '"') {
                readString();
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                ++at_;
                if (depth == 0 && c != '}' && c != ']') {
                    while (at_ < text_.size() && std::string_view(",]} \t\r\n").find(text_[at_]) == std::string_view::npos) ++at_;
                }
            }
        } while (depth > 0);
    }
    bool enter(const std::string& token) {
        if (at_ >= text_.size() || (text_[at_] != '{' && text_[at_] != '[')) return false;
        const bool isArray = text_[at_++] == '[';
        for (std::size_t index = 0; at_ < text_.size(); ++index) {
            skipSpace();
            if (at_ >= text_.size() || text_[at_] == '}' || text_[at_] == ']') return false;
            if (isArray) {
                if (std::to_string(index) == token) return true;
            } else {
                const std::string key = readString();
                skipSpace();
                ++at_;  // the colon
                skipSpace();
                if (key == token) return true;
            }
            skipValue();
            skipSpace();
            if (at_ < text_.size() && text_[at_] == ',') ++at_;
        }
        return false;
    }

    const std::string& text_;
    std::size_t at_ = 0;
};

TextPosition positionAt(const std::string& text, std::size_t offset) {
    const std::string_view before(text.data(), std::min(offset, text.size()));
    const std::size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return {1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')), 1 + static_cast<int>(before.size() - lineStart)};
}

bool isError(const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::Error;
}

/// The editor leaves undo and redo to the window: every pause is one undo step of the project.
class ProjectTextEdit : public QPlainTextEdit {
  public:
    using QPlainTextEdit::QPlainTextEdit;

  protected:
    bool event(QEvent* event) override {
        if (event->type() == QEvent::ShortcutOverride) {
            auto* key = static_cast<QKeyEvent*>(event);
            if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
                event->ignore();
                return false;
            }
        }
        return QPlainTextEdit::event(event);
    }
};

}  // namespace

std::optional<TextPosition> positionOf(const std::string& json, const std::string& pointer) {
    std::vector<std::string> tokens;
    for (std::size_t from = 0; from < pointer.size();) {
        if (pointer[from] != '/') return std::nullopt;
        const std::size_t end = std::min(pointer.find('/', from + 1), pointer.size());
        std::string token = pointer.substr(from + 1, end - from - 1);
        for (const auto& [escaped, plain] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}}) {
            for (std::size_t at = token.find(escaped); at != std::string::npos; at = token.find(escaped, at + 1)) token.replace(at, 2, plain);
        }
        tokens.push_back(std::move(token));
        from = end;
    }
    const auto offset = JsonWalker(json).find(tokens);
    if (!offset) return std::nullopt;
    return positionAt(json, *offset);
}

DocumentEditor::DocumentEditor(QWidget* parent) : QWidget(parent), text_(new ProjectTextEdit(this)), problemLabel_(new TextLabel(TextLabel::Role::Caption, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(16), 0, scaled(16), scaled(12));
    column->setSpacing(scaled(8));
    text_->setUndoRedoEnabled(false);
    text_->setLineWrapMode(QPlainTextEdit::NoWrap);
    text_->setFont(monoFont());
    text_->setTabChangesFocus(true);
    text_->setMinimumHeight(scaled(200));
    text_->installEventFilter(this);
    column->addWidget(text_, 1);
    problemLabel_->setWordWrap(true);
    problemLabel_->setTokenColor(&ThemeTokens::err);
    problemLabel_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problemLabel_->hide();
    column->addWidget(problemLabel_);
    pause_.setSingleShot(true);
    pause_.setInterval(kPauseMilliseconds);
    connect(&pause_, &QTimer::timeout, this, &DocumentEditor::applyText);
    connect(text_, &QPlainTextEdit::textChanged, this, [this] { if (!filling_) pause_.start(); });
    connect(&Theme::current(), &Theme::changed, this, [this] { text_->setFont(monoFont()); });
    retranslate();
}

void DocumentEditor::setSession(QuerySession* session) {
    if (session_ == session) return;
    pause_.stop();
    session_ = session;
    showProblem({});
    layOut();
}

void DocumentEditor::refreshDocument() {
    if (!session_) return;
    // What is being typed stands as long as it means the same.
    const ParsedDocument typed = parseQueryDocument(text_->toPlainText().toStdString());
    if (typed.document && !typed.hasErrors() && *typed.document == session_->document()) return;
    pause_.stop();
    showProblem({});
    layOut();
}

void DocumentEditor::layOut() {
    const QString canonical = session_ ? QString::fromStdString(toJson(session_->document())) : QString();
    if (text_->toPlainText() == canonical) return;
    filling_ = true;
    const QTextCursor before = text_->textCursor();
    const int line = before.blockNumber(), place = before.positionInBlock();
    const int scroll = text_->verticalScrollBar()->value();
    text_->setPlainText(canonical);
    const QTextBlock block = text_->document()->findBlockByNumber(std::min(line, text_->document()->blockCount() - 1));
    QTextCursor after(block);
    after.setPosition(block.position() + std::min(place, block.length() - 1));
    text_->setTextCursor(after);
    text_->verticalScrollBar()->setValue(scroll);
    filling_ = false;
}

QString DocumentEditor::describe(const Error& error, const std::string& json) const {
    QString reason = QString::fromStdString(error.message());
    if (!error.wayOut().empty()) reason += QLatin1Char(' ') + QString::fromStdString(error.wayOut());
    reason.remove(QLatin1Char('`'));
    if (error.code() == ErrorCode::InvalidJson) return reason;  // says line and column itself
    const auto position = positionOf(json, error.place());
    if (!position) return reason;
    return tr("Line %1, column %2: %3").arg(QString::number(position->line), QString::number(position->column), reason);
}

void DocumentEditor::applyText() {
    pause_.stop();
    if (!session_) return;
    const std::string json = text_->toPlainText().toStdString();
    const ParsedDocument typed = parseQueryDocument(json);
    for (const Diagnostic& diagnostic : typed.diagnostics) {
        if (isError(diagnostic)) return showProblem(describe(diagnostic.error, json));
    }
    if (!typed.document) return showProblem(tr("This is no query document."));
    if (*typed.document == session_->document()) return showProblem({});
    if (typed.document->name != session_->name() &&
        (typed.document->name.empty() || session_->project().query(typed.document->name) != nullptr)) {
        return showProblem(tr("The query needs a name that no other query of the project has."));
    }
    // What was refused before may stay refused: a missing folder must not stop every other edit.
    const PlanResult planned = planQuery(*typed.document, session_->project().baseDirectory(), systemFiles());
    for (const Diagnostic& diagnostic : planned.diagnostics) {
        if (!isError(diagnostic)) continue;
        const auto same = [&](const Diagnostic& known) { return isError(known) && known.error.message() == diagnostic.error.message(); };
        const auto& known = session_->diagnostics();
        if (std::none_of(known.begin(), known.end(), same)) return showProblem(describe(diagnostic.error, json));
    }
    showProblem({});
    session_->edit(tr("Edit the document"), *typed.document);
}

void DocumentEditor::showProblem(const QString& problem) {
    problemLabel_->setText(problem);
    problemLabel_->setVisible(!problem.isEmpty());
    text_->setAccessibleDescription(problem);
    if (problem == problem_) return;
    problem_ = problem;
    Q_EMIT problemChanged();
}

bool DocumentEditor::eventFilter(QObject* watched, QEvent* event) {
    if (watched == text_ && event->type() == QEvent::FocusOut) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason) {
            if (pause_.isActive()) applyText();
            if (problem_.isEmpty()) layOut();
        }
    }
    return QWidget::eventFilter(watched, event);
}

void DocumentEditor::retranslate() {
    text_->setAccessibleName(tr("The query as a document"));
}

}  // namespace vitrine::ui
