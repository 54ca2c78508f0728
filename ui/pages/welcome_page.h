// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QStringList>
#include <QWidget>

namespace vitrine::ui {

/// The first page: watch a demo, open a folder, recent projects. Anything may be dropped on it.
class WelcomePage : public QWidget {
    Q_OBJECT
  public:
    explicit WelcomePage(QWidget* parent = nullptr);
    ~WelcomePage() override;

    /// Absolute paths, newest first; one that is not there any more is shown quietly and can be removed from the list.
    void setRecentProjects(const QStringList& paths);

  Q_SIGNALS:
    void demoRequested();
    void folderChooserRequested();
    void projectChooserRequested();
    void pathRequested(const QString& path);          ///< recent project clicked, or something was dropped
    void recentRemoved(const QString& path);

  protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::ui
