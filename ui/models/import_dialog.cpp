// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/models/import_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

namespace touchstone::ui {

namespace {

constexpr int most_side = 4096;

QComboBox* choice(const char* name, std::initializer_list<std::pair<QString, const char*>> items) {
    auto* box = new QComboBox;
    box->setObjectName(QLatin1String(name));
    for (const auto& [text, value] : items)
        box->addItem(text, QLatin1String(value));
    return box;
}

QDoubleSpinBox* end(const char* name, const QString& accessible, double value) {
    auto* box = new QDoubleSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(accessible);
    box->setRange(-1e6, 1e6);
    box->setValue(value);
    return box;
}

} // namespace

ImportDialog::ImportDialog(const QString& file, QWidget* parent)
    : QDialog(parent)
    , architecture_(choice("architecture", {{tr("The file says it"), ""},
                                            {tr("MUSIQ"), "musiq"},
                                            {tr("Re-IQA quality expert"), "reiqa-quality"},
                                            {tr("Re-IQA content expert"), "reiqa-content"},
                                            {tr("Re-IQA regressor"), "reiqa-regressor"},
                                            {tr("Another network (TorchScript)"), "torchscript"}}))
    , input_(choice("input", {{tr("Values from 0 to 1"), "rgb01"}, {tr("As for ImageNet"), "imagenet"}}))
    , output_(choice("output",
                     {{tr("One number, the score"), "scalar"}, {tr("One number for each grade"), "distribution"}}))
    , network_(new QGroupBox(tr("How the network is used")))
    , side_(new QSpinBox)
    , low_(end("low", tr("Lowest score"), 0))
    , high_(end("high", tr("Highest score"), 100)) {
    setObjectName(QStringLiteral("importModel"));
    setWindowTitle(tr("Add a model from a file"));
    auto* column = new QVBoxLayout(this);
    auto* name = new QLabel(file);
    name->setTextFormat(Qt::PlainText);
    name->setWordWrap(true);
    column->addWidget(name);
    auto* form = new QFormLayout;
    form->addRow(tr("&Kind of network:"), architecture_);
    column->addLayout(form);
    column->addWidget(makeNetworkBox());
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    const auto show_network = [this] {
        network_->setVisible(architecture_->currentData().toString() == QLatin1String("torchscript"));
        adjustSize();
    };
    connect(architecture_, &QComboBox::currentIndexChanged, this, show_network);
    if (file.endsWith(QLatin1String(".pt")))
        architecture_->setCurrentIndex(architecture_->findData(QLatin1String("torchscript")));
    show_network();
    setMinimumWidth(std::max(fontMetrics().averageCharWidth() * 60, minimumSizeHint().width())); // words may be long
}

QWidget* ImportDialog::makeNetworkBox() {
    auto* form = new QFormLayout(network_);
    auto* note = new QLabel(tr("A TorchScript file is code. It is taken only when it does nothing but compute."));
    note->setWordWrap(true);
    form->addRow(note);
    form->addRow(tr("&Photos go in as:"), input_);
    side_->setObjectName(QStringLiteral("side"));
    side_->setRange(0, most_side);
    side_->setSpecialValueText(tr("as they are"));
    side_->setSuffix(tr(" pixels, square"));
    form->addRow(tr("&Size:"), side_);
    form->addRow(tr("What &comes out:"), output_);
    auto* range = new QHBoxLayout;
    range->addWidget(low_);
    range->addWidget(new QLabel(tr("to")));
    range->addWidget(high_);
    range->addStretch();
    auto* from = new QLabel(tr("Scores &from:"));
    from->setBuddy(low_);
    form->addRow(from, range);
    return network_;
}

ImportOptions ImportDialog::options() const {
    ImportOptions options;
    options.architecture = architecture_->currentData().toString().toStdString();
    if (options.architecture != "torchscript")
        return options;
    ImportOptions::Script script;
    script.input = input_->currentData().toString().toStdString();
    script.side = side_->value();
    script.output = output_->currentData().toString().toStdString();
    script.range = std::pair(low_->value(), high_->value());
    options.script = std::move(script);
    return options;
}

} // namespace touchstone::ui
