// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace touchstone::ui {

/// What is shown in place of photos: what is the matter, and the one thing to do. GUI thread.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);

    struct Choice {
        QString text;
        std::function<void()> act;
    };
    /// `choices`: the first is the proposed one.
    void showState(const QString& title, const QString& words, const std::vector<Choice>& choices);
    QString title() const;
    QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel *title_, *words_;
    QVBoxLayout* choices_;
};

/// A line above the photos for what concerns all of them ("no model", "none could be read"), with one button.
class Banner : public QWidget {
    Q_OBJECT
public:
    explicit Banner(QWidget* parent = nullptr);

    /// Stays hidden when the person has hidden these very words.
    void showMessage(const QString& words, const EmptyState::Choice& choice);
    void forgetHidden(); ///< for another folder
    QString text() const;

Q_SIGNALS:
    void dismissed(const QString& words); ///< by the person

private:
    QLabel* words_;
    QString hidden_words_; ///< that the person has hidden
    QPushButton* button_;
    std::function<void()> act_;
};

} // namespace touchstone::ui
