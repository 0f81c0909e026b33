// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// TorchScript networks: what computes is taken, what does anything else is refused before it could.
#include <QtTest>

#include <filesystem>

#include "engine/nn/script_archive.h"
#include "engine/nn/script_network.h"
#include "engine/nn/script_operators.h"
#include "tests/support/script_files.h"

using namespace touchstone;
using nn::ScriptArchive;

namespace {

Bytes bytes_of(const std::string& text) {
    const auto* first = reinterpret_cast<const std::byte*>(text.data());
    return {first, first + text.size()};
}

std::string text_of(const Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

QByteArray said(const Result<void>& result) {
    return result ? QByteArray("taken") : QByteArray::fromStdString(result.error().message());
}

} // namespace

class TestScriptCheck : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::string file() const { return folder_.filePath(QStringLiteral("net.pt")).toStdString(); }
    ScriptArchive made(const std::vector<std::string>& methods) const {
        test::write_script(file(), methods);
        const auto archive = nn::read_script_file(file());
        if (!archive)
            qFatal("%s", archive.error().message().c_str());
        return *archive;
    }
    /// The archive's only file of code.
    static Bytes& code(ScriptArchive& archive) {
        for (auto& [name, bytes] : archive.entries)
            if (name.starts_with("code/"))
                return bytes;
        qFatal("no code");
    }

private Q_SLOTS:
    void a_network_is_taken_and_computes() {
        const ScriptArchive archive = made({R"(
def helper(self, x, k: int):
    if k > 2:
        y = torch.relu_(torch.conv2d(x, self.weight, self.bias, [1, 1], [1, 1]))
    else:
        y = x
    return y
)",
                                            R"(
def forward(self, x):
    y = self.helper(x, 3)
    parts = []
    for i in range(4):
        parts.append(torch.mean(torch.select(y, 1, i)))
    return torch.softmax(torch.stack(parts), 0)
)"});
        const Result<void> harmless = nn::check_script(archive, "net.pt");
        QVERIFY2(harmless, said(harmless).constData());
        const auto network = nn::ScriptNetwork::load(archive, "net.pt", Device{});
        QVERIFY2(network, network ? "" : network.error().message().c_str());
        const std::vector<float> planes(3 * 8 * 6, 0.5F);
        const auto values = network->run(planes, 8, 6, 1);
        QVERIFY2(values, values ? "" : values.error().message().c_str());
        QCOMPARE(values->size(), std::size_t{4});
        QVERIFY(std::abs((*values)[0] + (*values)[1] + (*values)[2] + (*values)[3] - 1) < 1e-6);
        QVERIFY((*values)[3] > (*values)[0]);
    }

    /// What Torch writes beside plain tensors: modules in modules, lists, dictionaries, defaults, shared tensors.
    void networks_of_parts_are_taken() {
        test::write_nested_script(file());
        const auto archive = nn::read_script_file(file());
        QVERIFY(archive);
        const auto network = nn::ScriptNetwork::load(*archive, "net.pt", Device{});
        QVERIFY2(network, network ? "" : network.error().message().c_str());
        const auto values = network->run(std::vector<float>(3 * 4 * 4, 1.0F), 4, 4, 1);
        QVERIFY2(values, values ? "" : values.error().message().c_str());
        QCOMPARE(values->front(), (48 * 1 + 12 + 3 + 2) * 0.5);
    }

    void a_model_file_carries_it_whole() {
        const ScriptArchive archive = made({test::mean_brightness});
        const auto back = nn::from_checkpoint(nn::to_checkpoint(archive), "x");
        QVERIFY(back && back->entries == archive.entries);
        nn::Checkpoint damaged = nn::to_checkpoint(archive);
        damaged.tensors.begin()->second.integers[0] += 100;
        QCOMPARE(nn::from_checkpoint(damaged, "x").error().code, ErrorCode::Damaged);
        damaged = nn::to_checkpoint(archive);
        damaged.tensors["../../etc/passwd"] = damaged.tensors.begin()->second;
        QCOMPARE(nn::from_checkpoint(damaged, "x").error().code, ErrorCode::Damaged);
        damaged = nn::to_checkpoint(archive);
        damaged.tensors.erase("data.pkl");
        QCOMPARE(nn::from_checkpoint(damaged, "x").error().code, ErrorCode::BadModel);
        damaged.tensors["data.pkl"].integers = {-1, 0};
        QCOMPARE(nn::from_checkpoint(damaged, "x").error().code, ErrorCode::Damaged);
    }

    void only_script_files_are_script_files() {
        made({test::mean_brightness});
        QVERIFY(nn::is_script_file(file()));
        QVERIFY(!nn::is_script_file(folder_.filePath(QStringLiteral("missing")).toStdString()));
        QFile text(folder_.filePath(QStringLiteral("text")));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("PK\x03\x04 no") > 0);
        text.close();
        QVERIFY(!nn::is_script_file(text.fileName().toStdString()));
        QVERIFY(!nn::read_script_file(text.fileName().toStdString()));
    }

    /// Written by Torch itself: these really are in its language.
    void operators_that_do_more_are_refused_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QByteArray>("named");
        const auto row = [](const char* name, const char* method, const char* named) {
            QTest::newRow(name) << QString::fromUtf8(method) << QByteArray(named);
        };
        row("reads a file", "def forward(self, x):\n    return torch.from_file(\"/etc/passwd\", False, 10)\n",
            "from_file");
        row("writes a file", "def forward(self, x):\n    torch.save(x, \"hostile.out\")\n    return x\n", "save");
        row("prints", "def forward(self, x):\n    print(x)\n    return x\n", "print");
        row("reaches memory by numbers", "def forward(self, x):\n    return torch.as_strided(x, [9], [1], 0)\n",
            "as_strided");
        row("resizes memory", "def forward(self, x):\n    return x.resize_([99])\n", "resize_");
        row("changes the random numbers of all", "def forward(self, x):\n    torch.manual_seed(1)\n    return x\n",
            "manual_seed");
    }
    void operators_that_do_more_are_refused() {
        QFETCH(QString, method);
        QFETCH(QByteArray, named);
        const ScriptArchive archive = made({method.toStdString()});
        const Result<void> result = nn::check_script(archive, "net.pt");
        QVERIFY2(!result && result.error().code == ErrorCode::UnsafeModel, said(result).constData());
        QVERIFY2(said(result).startsWith("net.pt: ") && said(result).contains(named), said(result).constData());
        QVERIFY(!nn::ScriptNetwork::load(archive, "net.pt", Device{}));
        QVERIFY(!std::filesystem::exists("hostile.out"));
    }

    void code_that_runs_on_loading_is_refused() {
        const ScriptArchive archive =
            made({"def __getstate__(self):\n    return self.bias\n",
                  "def __setstate__(self, state: Tensor):\n    self.bias = state\n", test::mean_brightness});
        const Result<void> result = nn::check_script(archive, "net.pt");
        QVERIFY2(!result && said(result).contains("state__"), said(result).constData());
    }

    /// Not used by forward(), but there.
    void methods_that_nothing_calls_are_looked_at_too() {
        const ScriptArchive archive = made(
            {test::mean_brightness, "def hidden(self, x):\n    return torch.from_file(\"/etc/passwd\", False, 10)\n"});
        QVERIFY(!nn::check_script(archive, "net.pt"));
    }

    /// A method of the same name hides an operator from a reader of text, but not from the graph.
    void what_the_text_hides_the_graph_shows() {
        const ScriptArchive archive = made({"def resize_(self, sides: List[int]):\n    return sides\n",
                                            "def forward(self, x):\n    return torch.mean(x)\n"});
        ScriptArchive hidden = archive;
        std::string text = text_of(code(hidden));
        const std::size_t place = text.find("torch.mean(x");
        QVERIFY(place != std::string::npos);
        text.replace(place, 12, "torch.mean((x).resize_([9])");
        code(hidden) = bytes_of(text);
        QVERIFY(nn::ScriptNetwork::load(archive, "net.pt", Device{}));
        QVERIFY(nn::check_script(hidden, "net.pt"));
        const auto network = nn::ScriptNetwork::load(hidden, "net.pt", Device{});
        QVERIFY2(!network && network.error().code == ErrorCode::UnsafeModel,
                 network ? "taken" : network.error().message().c_str());
        QVERIFY2(network.error().what.find("aten::resize_") != std::string::npos, network.error().what.c_str());
    }

    /// By hand, as a hostile maker would: tricks against a reader of text.
    void tricks_in_the_code_are_refused_data() {
        QTest::addColumn<QByteArray>("line");
        for (const char* line : {"x = ops.os.system(\"ls\")",
                                 "x = torch.classes.foo.Bar()",
                                 "x = __torch__.torch.classes.foo.Bar()",
                                 "t = torch",
                                 "f = x.save",
                                 "x = (x).save(\"x\")",
                                 "x = x . save ( \"x\" )",
                                 "x = torch\\\n  .from_file(\"/etc/passwd\")",
                                 "import os",
                                 "y = \"\"\"a\"b\"\"\"; x = torch.save(x)",
                                 "x = (x.set_data #c\n (x))",
                                 "x = eval(\"1\")",
                                 "x = ops.aten.add(x, x)",
                                 "x = ops.prim.Print(x)",
                                 "x = fork(self.forward, x)",
                                 "y = 1if x.set_data(x) else 2",
                                 "# type: (__torch__.torch.classes.foo.Bar)",
                                 "y = \"unfinished",
                                 "x = torch.ops.aten.add(x, x)",
                                 "x = torch.jit.load(\"x\")"})
            QTest::newRow(line) << QByteArray(line);
    }
    void tricks_in_the_code_are_refused() {
        QFETCH(QByteArray, line);
        ScriptArchive archive = made({test::mean_brightness});
        std::string text = text_of(code(archive));
        const std::size_t place = text.find("return");
        QVERIFY(place != std::string::npos);
        text.insert(place, line.toStdString() + "\n    ");
        code(archive) = bytes_of(text);
        const Result<void> result = nn::check_script(archive, "net.pt");
        QVERIFY2(!result && result.error().code == ErrorCode::UnsafeModel, said(result).constData());
    }

    /// Torch's reader would run out of stack.
    void endless_nesting_is_refused() {
        for (const std::string& value : {std::string(100'000, '(') + "x" + std::string(100'000, ')'),
                                         std::string(100'000, '-') + "1", std::string(100'000, '[')}) {
            ScriptArchive archive = made({test::mean_brightness});
            std::string text = text_of(code(archive));
            text.insert(text.find("return"), "y = " + value + "\n    ");
            code(archive) = bytes_of(text);
            const auto network = nn::ScriptNetwork::load(archive, "net.pt", Device{});
            QVERIFY(!network && network.error().code == ErrorCode::UnsafeModel);
        }
    }

    /// What looks dangerous only in a text or a comment is not.
    void words_in_texts_do_no_harm() {
        ScriptArchive archive = made({test::mean_brightness});
        std::string text = text_of(code(archive));
        text.insert(text.find("return"), "y = \"torch.save(x) \\\" fork\" # print(1)\n    ");
        code(archive) = bytes_of(text);
        const Result<void> result = nn::check_script(archive, "net.pt");
        QVERIFY2(result, said(result).constData());
    }

    /// What runs while Torch reads the file: defaults of parameters. A text alone names an operator there.
    void nothing_is_called_while_reading_data() {
        QTest::addColumn<QByteArray>("with");
        const auto row = [](const char* name, const char* with) { QTest::newRow(name) << QByteArray(with); };
        row("an operator by its name as a text", ", y: Tensor=getattr(torch.ones([1]), \"resize_\")([99])");
        row("an operator that the list has", ", y: Tensor=torch.ones([1])");
        row("a class of a library",
            ", y: Tensor=getattr(getattr(getattr(__torch__, \"torch\"), \"classes\"), \"Bar\")()");
    }
    void nothing_is_called_while_reading() {
        QFETCH(QByteArray, with);
        ScriptArchive archive = made({"def forward(self, x: Tensor):\n    return torch.mean(x)\n"});
        std::string text = text_of(code(archive));
        const std::string before = "x: Tensor";
        const std::size_t place = text.find(before);
        QVERIFY(place != std::string::npos);
        text.insert(place + before.size(), with.toStdString());
        code(archive) = bytes_of(text);
        const auto network = nn::ScriptNetwork::load(archive, "net.pt", Device{});
        QVERIFY2(!network && network.error().code == ErrorCode::UnsafeModel,
                 network ? "taken" : network.error().message().c_str());
    }

    /// Torch takes a tensor's sizes as they are written, and would compute on memory that is not the network's.
    void tensors_lie_within_their_bytes() {
        const ScriptArchive whole = made({test::mean_brightness});
        ScriptArchive shrunk = whole;
        for (auto& [name, bytes] : shrunk.entries)
            if (name.starts_with("data/"))
                bytes.resize(4);
        ScriptArchive stretched = whole;
        std::string text = text_of(stretched.entries["data.pkl"]);
        const std::size_t sizes = text.find("K\x04K\x03K\x03K\x03");
        QVERIFY(sizes != std::string::npos);
        text[sizes + 1] = '\xff';
        stretched.entries["data.pkl"] = bytes_of(text);
        for (const ScriptArchive& archive : {shrunk, stretched}) {
            const auto network = nn::ScriptNetwork::load(archive, "net.pt", Device{});
            QVERIFY2(!network, "taken");
            QVERIFY2(network.error().what.find("tensor") != std::string::npos, network.error().message().c_str());
        }
    }

    /// Torch believes such a cast, and reads members that the value has not.
    void casts_that_are_not_sound_are_refused_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("tuple") << QByteArray("a, b, c = unchecked_cast(Tuple[int, int, int], (torch.len(x), 2))");
        QTest::newRow("number") << QByteArray("a = unchecked_cast(int, x)");
        QTest::newRow("sound") << QByteArray("a = unchecked_cast(Tensor, annotate(Optional[Tensor], x))");
    }
    void casts_that_are_not_sound_are_refused() {
        QFETCH(QByteArray, line);
        ScriptArchive archive = made({test::mean_brightness});
        std::string text = text_of(code(archive));
        text.replace(text.find("return"), std::string::npos, line.toStdString() + "\n    return torch.mul(x, a)\n");
        code(archive) = bytes_of(text);
        const auto network = nn::ScriptNetwork::load(archive, "net.pt", Device{});
        if (QByteArray(QTest::currentDataTag()) == "sound")
            QVERIFY2(network, network ? "" : network.error().message().c_str());
        else
            QVERIFY2(!network && network.error().code == ErrorCode::UnsafeModel,
                     network ? "taken" : network.error().message().c_str());
    }

    /// An operator that leaves numbers behind which nobody takes would shift everything that others left there.
    void what_gives_more_than_is_taken_is_refused_data() {
        QTest::addColumn<QByteArray>("line");
        for (const char* line : {"ops.prim.ListUnpack([x])", "ops.prim.ConstantChunk(x)", "ops.prim.CreateObject()",
                                 "ops.prim.ListConstruct(x)", "ops.prim.DictConstruct(x)", "ops.prim.TupleConstruct(x)",
                                 "ops.prim.GetAttr(x)", "ops.prim.StringIndex(x)", "ops.prim.unpack_tuple(x)",
                                 "ops.prim.ChunkSizes(x, 0, 1)", "ops.prim.Expand(x)", "ops.prim.CallFunction(x)"})
            QTest::newRow(line) << QByteArray(line);
    }
    void what_gives_more_than_is_taken_is_refused() {
        QFETCH(QByteArray, line);
        ScriptArchive archive = made({test::mean_brightness});
        std::string text = text_of(code(archive));
        text.insert(text.find("return"), "y = " + line.toStdString() + "\n    ");
        code(archive) = bytes_of(text);
        const auto network = nn::ScriptNetwork::load(archive, "net.pt", Device{});
        QVERIFY2(!network, "taken");
    }

    /// A member that holds something else than the code says.
    void members_are_what_the_code_says() {
        ScriptArchive archive = made({test::mean_brightness});
        std::string text = text_of(code(archive));
        const std::size_t place = text.find("  bias : Tensor");
        QVERIFY(place != std::string::npos);
        text.replace(place, 15, "  bias : Tuple[int, int]");
        text.replace(text.find("__parameters__ = ["), text.find(']') - text.find("__parameters__ = [") + 1,
                     "__parameters__ = []");
        code(archive) = bytes_of(text);
        const auto network = nn::ScriptNetwork::load(archive, "net.pt", Device{});
        QVERIFY2(!network && network.error().code == ErrorCode::UnsafeModel,
                 network ? "taken" : network.error().message().c_str());
    }

    /// The graph has the class although no word of the text names it whole.
    void classes_of_libraries_hide_nowhere() {
        ScriptArchive archive = made({"def LinearPackedParamsBase(self, x):\n    return x\n", test::mean_brightness});
        std::string text = text_of(code(archive));
        text.insert(text.find("return"),
                    "q = uninitialized(__torch__ .torch . classes.quantized.LinearPackedParamsBase)\n    ");
        code(archive) = bytes_of(text);
        const auto network = nn::ScriptNetwork::load(archive, "net.pt", Device{});
        QVERIFY2(!network && network.error().code == ErrorCode::UnsafeModel,
                 network ? "taken" : network.error().message().c_str());
    }

    void pickles_are_looked_at_data() {
        QTest::addColumn<QByteArray>("pickle");
        QTest::newRow("os.system") << QByteArray("\x80\x02"
                                                 "cos\nsystem\n.");
        QTest::newRow("a class of a library") << QByteArray("\x80\x02"
                                                            "c__torch__.torch\nclasses.foo.Bar\n.");
        QTest::newRow("split elsewhere") << QByteArray("\x80\x02"
                                                       "c__torch__\ntorch.classes.foo.Bar\n.");
        QTest::newRow("another instruction") << QByteArray("\x80\x02i__main__\nx\n.");
        QTest::newRow("behind a long text") << QByteArray("\x80\x02X\x03\0\0\0abccos\nsystem\n.", 23);
        QTest::newRow("a call of nothing") << QByteArray("\x80\x02R.");
        QTest::newRow("a call of a number") << QByteArray("\x80\x02K\x01)R.", 7);
        QTest::newRow("a tuple without a beginning") << QByteArray("\x80\x02t.");
        QTest::newRow("a tuple of what is not there") << QByteArray("\x80\x02\x87.");
        QTest::newRow("a key without a value") << QByteArray("\x80\x02}(K\x01u.", 8);
        QTest::newRow("a beginning below the stack") << QByteArray("\x80\x02]K\x01K\x02(0.", 10);
        QTest::newRow("a memory that is not there") << QByteArray("\x80\x02h\x07.", 5);
        QTest::newRow("a memory far away") << QByteArray("\x80\x02Kr\xff\xff\xff\x7f.", 9);
        QTest::newRow("a list in itself") << QByteArray("\x80\x02]q\x00(h\x00"
                                                        "e.",
                                                        9);
        QTest::newRow("deep nesting") << "\x80\x02" + QByteArray(100'000, '(') + QByteArray(100'000, 't') + ".";
        QTest::newRow("a storage of any kind") << QByteArray("\x80\x02)Q.");
        QTest::newRow("two values") << QByteArray("\x80\x02NN.");
        QTest::newRow("no end") << QByteArray("\x80\x02");
        QTest::newRow("a length past the end") << QByteArray("\x80\x02X\xff\xff\xff\xff", 7);
    }
    void pickles_are_looked_at() {
        QFETCH(QByteArray, pickle);
        for (const char* name : {"data.pkl", "constants.pkl"}) {
            ScriptArchive archive = made({test::mean_brightness});
            archive.entries[name] = bytes_of(pickle.toStdString());
            const Result<void> result = nn::check_script(archive, "net.pt");
            QVERIFY2(!result, name);
            QVERIFY2(said(result).contains(name), said(result).constData());
        }
    }

    void every_cut_is_an_error_and_no_crash() {
        const ScriptArchive whole = made({test::mean_brightness});
        const Bytes& pickle = whole.entries.at("data.pkl");
        for (std::size_t size = 0; size < pickle.size(); ++size) {
            ScriptArchive archive = whole;
            archive.entries["data.pkl"].resize(size);
            QVERIFY(!nn::ScriptNetwork::load(archive, "net.pt", Device{}));
        }
        ScriptArchive no_code = whole;
        std::erase_if(no_code.entries, [](const auto& entry) { return entry.first.starts_with("code/"); });
        QVERIFY(!nn::ScriptNetwork::load(no_code, "net.pt", Device{}));
    }

    void a_network_that_fails_says_so() {
        const auto network = nn::ScriptNetwork::load(
            made({"def forward(self, x):\n    return torch.conv2d(torch.reshape(x, [2, 2]), self.weight)\n"}), "net.pt",
            Device{});
        QVERIFY(network);
        const auto result = network->run(std::vector<float>(3 * 8 * 8), 8, 8, 1);
        QVERIFY(!result && result.error().code == ErrorCode::BadModel);
        QVERIFY2(result.error().what.find("shape") != std::string::npos, result.error().what.c_str());
        const auto text =
            nn::ScriptNetwork::load(made({"def forward(self, x):\n    return \"good\"\n"}), "net.pt", Device{});
        QVERIFY(text && !text->run(std::vector<float>(3 * 8 * 8), 8, 8, 1));
        const auto none = nn::ScriptNetwork::load(made({"def helper(self, x):\n    return x\n"}), "net.pt", Device{});
        QVERIFY(!none && none.error().what.find("forward") != std::string::npos);
    }

    void the_list_of_operators() {
        for (const char* good :
             {"conv2d", "relu_", "add_", "__getitem__", "batch_norm", "upsample_bilinear2d", "append"})
            QVERIFY2(nn::is_allowed_operator(good), good);
        for (const char* bad : {"", "_", "from_file", "save", "set_", "set_data", "as_strided", "resize_",
                                "manual_seed", "_embedding_bag", "backward", "record_stream", "get_gradients", "save_"})
            QVERIFY2(!nn::is_allowed_operator(bad), bad);
        for (const char* bad :
             {"PythonOp", "Print", "fork", "rpc_async", "IgnoredPythonOp", "CudaFusionGroup", "awaitable"})
            QVERIFY2(!nn::is_allowed_primitive(bad), bad);
        QVERIFY(nn::is_allowed_primitive("If") && nn::is_allowed_primitive("CallMethod"));
    }
};

QTEST_GUILESS_MAIN(TestScriptCheck)
#include "test_script_check.moc"
