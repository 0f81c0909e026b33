// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <functional>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/house/documents.h"
#include "tests/house/hygiene.h"
#include "tests/house/layers.h"
#include "tests/house/tree.h"

using namespace touchstone::house;

namespace {

const QString spdx = QStringLiteral("// SPDX-License-Identifier: GPL-3.0-or-later\n"
                                    "// SPDX-FileCopyrightText: 2026 The Touchstone authors\n");
const QString cmake_spdx = QString(spdx).replace(QStringLiteral("//"), QStringLiteral("#"));

const QString plan =
    QStringLiteral("# Plan\n"
                   "<!-- rooms: -->\n\n"
                   "| room | targets | may know | what |\n|---|---|---|---|\n"
                   "| `engine/base` | `touchstone_base` | | errors |\n"
                   "| `engine/nn` | `touchstone_nn`, `touchstone_nn_torch` | base | networks |\n"
                   "| `app/library` | | engine | folders |\n"
                   "| `ui` | | app | windows |\n"
                   "| `packaging` | | | scripts |\n\n"
                   "<!-- torch-headers: -->\n\n| header | why |\n|---|---|\n"
                   "| `engine/nn/products_p.h` | tensors |\n\n"
                   "<!-- libraries: -->\n\n| CMake | library | packages | licence | why |\n|---|---|---|---|---|\n"
                   "| `Torch` | LibTorch | `libtorch-dev` | BSD | tensors for all the networks |\n"
                   "| `DNNL` | oneDNN | `libdnnl-dev` | Apache | matrix products on the CPU |\n");

/// A small house in a temporary folder in which everything is as it should be.
class SmallHouse {
public:
    SmallHouse() {
        write("docs/ARCHITECTURE.md", plan);
        write("packaging/packages.txt", "# list\nlibtorch-dev required why\nlibdnnl-dev  required why\n");
        write("packaging/find.cmake",
              cmake_spdx + "find_package(Torch REQUIRED)\nfind_path(DNNL_INCLUDE_DIR dnnl.hpp)\n");
        write("engine/base/CMakeLists.txt", cmake_spdx + "touchstone_room(base\n  SOURCES error.cpp)\n");
        write("engine/base/error.h", spdx + "#include <string>\n");
        write("engine/nn/CMakeLists.txt", cmake_spdx + "touchstone_room(nn\n  SOURCES device.cpp)\n"
                                                       "touchstone_room(nn_torch TORCH\n  SOURCES products.cpp)\n");
        write("engine/nn/device.cpp", spdx + "#include \"engine/nn/device.h\"\n");
        write("engine/nn/products.cpp", spdx + "#include \"engine/nn/products_p.h\"\n");
        write("engine/nn/products_p.h", spdx + "#include <torch/torch.h>\n#include \"engine/base/error.h\"\n");
        write("engine/nn/device.h", spdx + "#include \"engine/base/error.h\"\n");
        write("app/library/folder.h", spdx + "#include <QString>\n#include \"engine/nn/device.h\"\n");
        write("ui/window.h", spdx + "#include <QLabel>\n#include \"app/library/folder.h\"\n");
    }

    void write(const QString& file, const QString& text) const {
        const QString path = folder_.filePath(file);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text.toUtf8());
    }

    void grow(const QString& file, qint64 bytes) const { QVERIFY(QFile::resize(folder_.filePath(file), bytes)); }
    Tree tree() const { return Tree(folder_.path().toStdString()); }

private:
    QTemporaryDir folder_;
};

Findings all_findings(const Tree& tree) {
    Findings all;
    for (const Findings& some :
         {check_includes(tree, {"QLabel", "QApplication"}), check_torch_reach(tree), check_links(tree),
          check_rooms(tree), check_torch_headers(tree), check_libraries(tree), check_document_links(tree),
          check_licence_headers(tree), check_source_lengths(tree), check_file_sizes(tree), check_machine_paths(tree)}) {
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

QString joined(const Findings& findings) {
    QStringList lines;
    for (const Finding& finding : findings) {
        lines.append(QString::fromStdString(finding.text()));
    }
    return lines.join('\n');
}

} // namespace

/// Each rule, once kept and once broken: a check that finds nothing in a broken house would be worth nothing.
class TestHouseChecker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_good_house_has_no_findings() {
        const SmallHouse house;
        const Tree tree = house.tree();
        QCOMPARE(tree.files().size(), std::size_t{12});
        QCOMPARE(joined(all_findings(tree)), QString());
    }

    void a_planted_breach_is_found_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("finding");
        const auto row = [](const char* name, const QString& file, const QString& text, const char* finding) {
            QTest::newRow(name) << file << text << QString::fromUtf8(finding);
        };
        add_include_rows(row);
        add_document_rows(row);
        add_file_rows(row);
    }

    void a_planted_breach_is_found() {
        QFETCH(QString, file);
        QFETCH(QString, text);
        QFETCH(QString, finding);
        const SmallHouse house;
        house.write(file, text);
        const Findings findings = all_findings(house.tree());
        const QString all = joined(findings);
        QVERIFY2(all.contains(finding), qPrintable("not found in: " + all));
        QVERIFY2(findings.size() == 1, qPrintable("more than was planted: " + all));
    }

    void a_large_file_is_found() {
        const SmallHouse house;
        house.write("models.bin", "x");
        house.grow("models.bin", (qint64{25} << 20));
        QCOMPARE(joined(check_file_sizes(house.tree())), QString());
        house.grow("models.bin", (qint64{25} << 20) + 1);
        QCOMPARE(joined(check_file_sizes(house.tree())), QString("models.bin: 25 MiB: too large for the repository"));
    }

    void a_long_source_is_found() {
        const SmallHouse house;
        const QString line("int x;\n");
        house.write("ui/long.cpp", spdx + line.repeated(max_source_lines - 2));
        QCOMPARE(joined(check_source_lengths(house.tree())), QString());
        house.write("ui/long.cpp", spdx + line.repeated(max_source_lines - 1));
        QCOMPARE(check_source_lengths(house.tree()).size(), std::size_t{1});
    }

    void commented_includes_do_not_count() {
        const std::vector<Include> includes = includes_of("// #include <a>\n"
                                                          "/* #include <b>\n#include <c> */ #include <d>\n"
                                                          "const char* s = \"/*\";\n"
                                                          "  #  include \"e/f.h\" // why\n");
        QCOMPARE(includes.size(), std::size_t{2});
        QCOMPARE(includes[0].path, std::string("d"));
        QCOMPARE(includes[0].line, 3);
        QVERIFY(!includes[0].quoted);
        QCOMPARE(includes[1].path, std::string("e/f.h"));
        QCOMPARE(includes[1].line, 5);
        QVERIFY(includes[1].quoted);
    }

    void code_and_the_web_are_no_links() {
        const SmallHouse house;
        house.write("x.md", "`[a](gone.md)` [b](https://example.org/x) [c](<docs/ARCHITECTURE.md>)\n"
                            "```\n[d](gone.md)\n```\n");
        QCOMPARE(joined(check_document_links(house.tree())), QString());
    }

    void circles_of_includes_end() {
        const SmallHouse house;
        house.write("ui/a.h", spdx + "#include \"ui/b.h\"\n");
        house.write("ui/b.h", spdx + "#include \"ui/a.h\"\n");
        QCOMPARE(joined(check_torch_reach(house.tree())), QString());
    }

    void a_missing_plan_is_found() {
        const SmallHouse house;
        house.write("docs/ARCHITECTURE.md", "# Nothing\n");
        const Tree tree = house.tree();
        QVERIFY(!check_rooms(tree).empty());
        QVERIFY(!check_torch_headers(tree).empty());
        QVERIFY(!check_libraries(tree).empty());
    }

private:
    using Row = std::function<void(const char*, const QString&, const QString&, const char*)>;

    static void add_include_rows(const Row& row) {
        const auto source = [](const char* include) { return QString(spdx + "#include " + include + "\n"); };
        row("Qt in the engine", "engine/base/x.h", source("<QString>"), "engine/base may not know Qt (QString)");
        row("Qt by module", "engine/base/x.h", source("<QtCore/QString>"),
            "engine/base may not know Qt (QtCore/QString)");
        row("Qt in small letters", "engine/nn/x.h", source("<qglobal.h>"), "engine/nn may not know Qt (qglobal.h)");
        row("widgets in the app", "app/library/x.h", source("<QApplication>"),
            "app/library may not know QtWidgets (QApplication)");
        row("widgets by module", "app/library/x.h", source("<QtWidgets/QFrame>"),
            "app/library may not know QtWidgets (QtWidgets/QFrame)");
        row("OpenCV in the window", "ui/x.h", source("<opencv2/core.hpp>"), "ui/x.h:3: ui may not know OpenCV");
        row("libvips in the networks", "engine/nn/x.h", source("<vips/vips8>"), "engine/nn may not know libvips");
        row("engine to app", "engine/base/x.h", source("\"app/library/folder.h\""),
            "engine/base may not know app/library");
        row("app to window", "app/library/x.h", source("\"ui/window.h\""), "app/library may not know ui");
        row("base to networks", "engine/base/x.h", source("\"engine/nn/device.h\""),
            "engine/base may not know engine/nn");
        row("Torch through a header", "ui/x.cpp", source("\"engine/nn/products_p.h\""),
            "would compile Torch: engine/nn/products_p.h → torch/torch.h");
        row("Torch in a target without it", "engine/nn/device.cpp", source("\"engine/nn/products_p.h\""),
            "engine/nn/device.cpp: is part of touchstone_nn, which does without Torch: engine/nn/products_p.h → ");
        row("not from the root", "ui/x.h", source("\"window.h\""), "\"window.h\": write the path from the root");
        row("to nowhere", "ui/x.h", source("\"ui/gone.h\""), "\"ui/gone.h\" is no file of this house");
        row("tests in the program", "ui/x.h", source("\"tests/x.h\""), "\"tests/x.h\" is no file of this house");
        row("no room", "engine/x.h", spdx, "engine/x.h: lies in no room");
        row("Torch linked", "ui/CMakeLists.txt", cmake_spdx + "target_link_libraries(x touchstone_torch)\n",
            "ui may not link LibTorch (touchstone_torch)");
        row("Qt linked", "engine/base/sub/CMakeLists.txt", cmake_spdx + "target_link_libraries(x Qt6::Core)\n",
            "engine/base may not link Qt (Qt6::Core)");
        row("networks linked by base", "engine/base/sub/CMakeLists.txt",
            cmake_spdx + "target_link_libraries(x touchstone_nn)\n",
            "engine/base may not link touchstone_nn of engine/nn");
    }

    static void add_document_rows(const Row& row) {
        const QString file("docs/ARCHITECTURE.md");
        const auto plan_with = [](const char* before, const char* after) {
            return QString(plan).replace(QString::fromUtf8(before), QString::fromUtf8(after));
        };
        row("room not listed", file, plan_with("| `ui` | | app | windows |\n", ""), "room ui is not listed");
        row("listed room not there", file, plan_with("| `ui` |", "| `app/culling` | | | later |\n| `ui` |"),
            "room app/culling is listed but not there");
        row("target not listed", file, plan_with("`touchstone_base`", ""),
            "in engine/base, target touchstone_base is not listed");
        row("target not there", file, plan_with("`touchstone_base`", "`touchstone_base`, `touchstone_old`"),
            "in engine/base, target touchstone_old is listed but not there");
        row("Torch header not listed", file, plan_with("| `engine/nn/products_p.h` | tensors |\n", ""),
            "header with Torch types engine/nn/products_p.h is not listed");
        row("library not listed", file,
            plan_with("| `DNNL` | oneDNN | `libdnnl-dev` | Apache | matrix products on the CPU |\n", ""),
            "library DNNL is not listed");
        row("library gone", "packaging/find.cmake", cmake_spdx + "find_package(Torch REQUIRED)\n# find_path(DNNL)\n",
            "library DNNL is listed but not there");
        row("library without reasons", file, plan_with("matrix products on the CPU", "fast"),
            "library DNNL has no reasons");
        row("package not installed", file, plan_with("`libdnnl-dev`", "`libdnnl-dev`, `libblas-dev`"),
            "package libblas-dev is not in packaging/packages.txt");
        row("link to nowhere", "docs/x.md", "See [this](gone.md).\n", "link to gone.md leads to no file");
        row("picture not there", "x.md", "![grid](docs/pictures/grid.png)\n",
            "link to docs/pictures/grid.png leads to no file");
        row("link to no heading", "docs/x.md", "# One, two: three\n[a](#one-two-three) [b](#four)\n",
            "link to #four leads to no heading");
        row("link to another file's heading", "x.md",
            "[a](docs/ARCHITECTURE.md#plan) [b](docs/ARCHITECTURE.md#house)\n",
            "link to docs/ARCHITECTURE.md#house leads to no heading");
        row("library taken in unseen", "packaging/more.cmake", cmake_spdx + "pkg_check_modules(FFTW REQUIRED fftw3)\n",
            "library FFTW is not listed");
    }

    static void add_file_rows(const Row& row) {
        row("no licence", "ui/x.h", "// SPDX-FileCopyrightText: 2026 The Touchstone authors\n",
            "no \"SPDX-License-Identifier");
        row("no copyright", "packaging/x.sh", "# SPDX-License-Identifier: GPL-3.0-or-later\n",
            "no \"SPDX-FileCopyrightText");
        row("script without suffix", "packaging/x", "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\n",
            "no \"SPDX-FileCopyrightText");
        const QString home = QStringLiteral("/ho") + QStringLiteral("me/ann/photos");
        row("machine path", "docs/x.md", "See " + home + ".\n", "path of one machine: ");
        row("machine path, second on its line", "docs/x.md", "a" + home + " and " + home + ".\n",
            "path of one machine: ");
    }
};

QTEST_GUILESS_MAIN(TestHouseChecker)
#include "test_house_checker.moc"
