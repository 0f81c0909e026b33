// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <set>

#include <QDir>
#include <QTest>

#include "tests/house/documents.h"
#include "tests/house/hygiene.h"
#include "tests/house/layers.h"
#include "tests/house/tree.h"

using namespace touchstone::house;

namespace {

/// Qt names its widget headers only by their folder.
std::set<std::string> installed_widget_headers() {
    std::set<std::string> names;
    for (const QString& name : QDir(TOUCHSTONE_QTWIDGETS_HEADERS).entryList(QDir::Files)) {
        names.insert(name.toStdString());
    }
    return names;
}

void expect_none(const Findings& findings) {
    for (const Finding& finding : findings) {
        QTest::qFail(finding.text().c_str(), __FILE__, __LINE__);
    }
}

} // namespace

/// The rules of the house, on this checkout.
class TestHouse : public QObject {
    Q_OBJECT

    const Tree tree_{TOUCHSTONE_SOURCE_DIR};

private Q_SLOTS:
    void the_checkout_is_seen() {
        const auto& files = tree_.files();
        for (const char* file : {"CMakeLists.txt", "engine/base/error.h", "tests/house/test_house.cpp"}) {
            QVERIFY2(std::binary_search(files.begin(), files.end(), std::string(file)), file);
        }
    }

    void includes_follow_the_arrows() {
        const std::set<std::string> widgets = installed_widget_headers();
        QVERIFY2(widgets.contains("QLabel"), "Qt's widget headers were not found");
        QVERIFY(!widgets.contains("QImage"));
        expect_none(check_includes(tree_, widgets));
    }

    void torch_stays_in_its_rooms() { expect_none(check_torch_reach(tree_)); }
    void links_follow_the_arrows() { expect_none(check_links(tree_)); }
    void the_plan_lists_the_rooms() { expect_none(check_rooms(tree_)); }
    void the_plan_lists_the_torch_headers() { expect_none(check_torch_headers(tree_)); }
    void the_plan_lists_the_libraries() { expect_none(check_libraries(tree_)); }
    void links_of_documents_lead_somewhere() { expect_none(check_document_links(tree_)); }
    void files_carry_their_licence() { expect_none(check_licence_headers(tree_)); }
    void sources_are_short() { expect_none(check_source_lengths(tree_)); }
    void files_are_small() { expect_none(check_file_sizes(tree_)); }
    void no_machine_paths() { expect_none(check_machine_paths(tree_)); }
};

QTEST_GUILESS_MAIN(TestHouse)
#include "test_house.moc"
