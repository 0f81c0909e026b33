// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Writes the corpora that the fuzzers start from: small, whole files of every kind. make_seeds FOLDER
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <zip.h>
#include <zlib.h>

#include "app/library/explanation_codec.h"
#include "app/metadata/facts_elsewhere.h"
#include "engine/imaging/sandbox/channel.h"
#include "engine/imaging/sandbox/protocol.h"
#include "engine/nn/checkpoint.h"
#include "engine/nn/model_card.h"
#include "tests/app/metadata/program_sidecars.h"
#include "tests/fuzz/hostile_rows.h"

using namespace touchstone;
namespace fs = std::filesystem;

namespace {

fs::path folder;

fs::path seed(const std::string& fuzzer, const std::string& name) {
    fs::create_directories(folder / fuzzer);
    return folder / fuzzer / name;
}

void write(const std::string& fuzzer, const std::string& name, const std::string& content) {
    std::ofstream(seed(fuzzer, name), std::ios::binary) << content;
}

void make_archive(const fs::path& file, const std::vector<std::pair<std::string, std::string>>& entries, int method) {
    fs::remove(file);
    zip_t* archive = zip_open(file.c_str(), ZIP_CREATE, nullptr);
    for (const auto& [name, content] : entries) {
        zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
        const zip_int64_t at = zip_file_add(archive, name.c_str(), source, ZIP_FL_OVERWRITE);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(at), method, 0);
    }
    if (archive == nullptr || zip_close(archive) != 0)
        std::fprintf(stderr, "%s was not written\n", file.c_str());
}

std::string npy(const std::string& type, const std::string& shape, const std::string& data) {
    std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    header.resize((header.size() + 11 + 63) / 64 * 64 - 11, ' ');
    header += '\n';
    return std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(header.size() & 255) +
           static_cast<char>(header.size() >> 8) + header + data;
}

void make_npz() {
    const std::string four(16, '\x3f');
    make_archive(seed("npz", "stored.npz"), {{"w.npy", npy("<f4", "2, 2", four)}, {"i.npy", npy("<i8", "2,", four)}},
                 ZIP_CM_STORE);
    make_archive(seed("npz", "deflated.npz"),
                 {{"a/b.npy", npy("<f2", "8,", four)}, {"s.npy", npy("<f8", "", four.substr(8))}}, ZIP_CM_DEFLATE);
}

/// {"weight": a tensor of 2 x 2}, as torch.save() writes it.
std::string pickle_of_a_tensor() {
    const auto text = [](const std::string& value) {
        return std::string("X") + static_cast<char>(value.size()) + std::string(3, '\0') + value;
    };
    const std::string dictionary = "ccollections\nOrderedDict\n)R";
    return "\x80\x02" + dictionary + "(" + text("weight") + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") +
           "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "K\x04tQ" +
           std::string("K\0K\2K\2\x86K\2K\1\x86\x89", 13) + dictionary + "tRu.";
}

void make_pth() {
    const std::string pickle = pickle_of_a_tensor();
    make_archive(
        seed("pth", "plain.pth"),
        {{"archive/data.pkl", pickle}, {"archive/data/0", std::string(16, '\x3f')}, {"archive/version", "3\n"}},
        ZIP_CM_STORE);
    make_archive(seed("pth", "other.pth"), {{"m/data.pkl", "\x80\x02}q\0(X\5\0\0\0epochK\1u."}, {"m/version", "3\n"}},
                 ZIP_CM_STORE);
}

void make_scripts() {
    const std::string code = "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                             "  def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n"
                             "    return torch.mean(torch.relu(x))\n";
    make_archive(seed("script", "plain.pt"),
                 {{"m/version", "3\n"},
                  {"m/data.pkl", std::string("\x80\x02"
                                             "c__torch__\nM\n)\x81}X\x08\0\0\0trainingI00\nsb.",
                                             38)},
                  {"m/constants.pkl", "\x80\x02)."},
                  {"m/code/__torch__.py", code}},
                 ZIP_CM_STORE);
    write("script", "code", code);
    write("script", "hostile", "def forward(self, x):\n    torch.save(x, \"x\")\n    return x\n");
}

void make_safetensors() {
    nn::Checkpoint checkpoint;
    checkpoint.tensors["w"] = {.shape = {2, 2}, .values = {1, 2, 3, 4}, .integers = {}};
    checkpoint.tensors["i"] = {.shape = {3}, .values = {}, .integers = {1, 2, 3}};
    checkpoint.metadata["touchstone.card"] = "{\"id\":\"m\"}";
    for (const auto& [name, type] :
         {std::pair("f32", nn::StoredType::Float32), std::pair("f16", nn::StoredType::Float16)})
        if (const auto written = nn::write_safetensors(seed("safetensors", name).string(), checkpoint, type); !written)
            std::fprintf(stderr, "%s\n", written.error().message().c_str());
}

void make_texts() {
    ModelCard card;
    card.id = "m";
    card.architecture = "musiq";
    card.preprocessing = "google";
    card.range = {1.0, 100.0};
    card.native_limit = 2048;
    card.notes = {"a note"};
    write("model_card", "full.json", card.to_json().dump());
    write("labels", "plain.csv", "file,mos,std\na.jpg,3.5,0.5\n\"b, c.jpg\",4,1\n");
    write("labels", "distribution.csv", "mos;file\r\nfile,mos,p1,p2,p3\r\nx.png,2,1,2,3\r\n");
    const char* filters[] = {"rating>=3 label:red is:picked", "(sunset or \"two words\") -camera:canon",
                             "date:2024-05..2024-06 size>2MB score(m)>=60",
                             "not (folder:/a/b or format:raw) iso:100.."};
    for (std::size_t i = 0; i < std::size(filters); ++i)
        write("filter_text", std::to_string(i), filters[i]);
    metadata::FileFacts facts;
    write("facts_text", "empty", metadata::facts_text(facts));
    metadata::XmpMarks marks;
    marks.rating = 3;
    marks.label = "Rot";
    write("facts_text", "marks", metadata::marks_text(marks));
    facts.camera = "Camera";
    facts.iso = 100;
    facts.captured_ms = 1;
    write("facts_text", "some", metadata::facts_text(facts));
}

void make_answers() {
    using namespace imaging::sandbox;
    PhotoAnswer photo;
    photo.photo.image.size = {4, 3};
    photo.photo.stored_size = {4, 3};
    photo.photo.format = "jpeg";
    photo.photo.camera = "Camera";
    write("sandbox_answer", "photo", answer_packet({photo}));
    write("sandbox_answer", "error", answer_packet({Error{ErrorCode::Damaged, {}, "what", "remedy"}}));
    write("sandbox_answer", "facts", answer_packet({std::string("{}")}));
    write("sandbox_answer", "claim", claim_packet({4000, 3000}));
    write("sandbox_answer", "ready", ready_packet({{"user namespace", "not permitted"}, {"limits", ""}}));
    write("sandbox_answer", "task", task_packet({}));
}

void make_sidecars() {
    for (const test::ProgramSidecar& sidecar : test::program_sidecars())
        write("sidecar", sidecar.program, sidecar.text);
    write("sidecar_journal", "two",
          "{\"touchstone\":\"sidecars\",\"at\":\"2026-05-06T07:08:09Z\"}\n"
          "{\"photo\":\"/p/a%FF.jpg\",\"sidecar\":\"/p/a.jpg.xmp\",\"before\":null,\"after\":\"x\"}\n"
          "{\"photo\":\"/p/b\",\"sidecar\":\"/p/b.xmp\",\"before\":\"y\",\"after\":\"x\"}\n{\"end\":true}\n");
}

void make_reports() {
    const std::string hash(64, 'a');
    const std::string model = "{\"id\":\"m\",\"sha256\":\"" + hash +
                              "\",\"native_limit\":1024,\"precision\":\"reference\",\"decode\":\"upright\","
                              "\"range\":[0,100]}";
    const std::string photos =
        "{\"path\":\"a.jpg\",\"bytes\":5,\"xxh3_128\":\"" + hash.substr(32) + "\",\"sha256\":\"" + hash +
        "\",\"error\":null,\"scores\":[{\"model\":\"m\",\"value\":71.5}]},"
        "{\"path\":\"b\",\"path_percent\":\"b%FF\",\"bytes\":0,\"xxh3_128\":null,\"sha256\":null,"
        "\"error\":{\"code\":\"damaged\"},\"scores\":[{\"model\":\"m\",\"value\":null}]}";
    const auto report = [](const std::string& models, const std::string& listed) {
        return "{\"kind\":\"touchstone-report\",\"schema\":1,\"touchstone\":\"0.1\",\"made\":\"2026-05-06\","
               "\"models\":[" +
               models + "],\"photos\":[" + listed + "]}";
    };
    write("report", "whole.json", report(model, photos));
    write("report", "empty.json", report("", ""));
}

void make_rows() {
    int at = 0;
    for (const std::string& input : fuzz::extreme_rows())
        write("catalogue_rows", std::to_string(at++), input);
}

void make_explanations() {
    library::Explanation explanation;
    explanation.photo_size = {40, 30};
    explanation.assessment.model = "m";
    explanation.assessment.score.value = 5;
    AttentionMap map;
    map.scale = "native";
    map.scaled = {40, 30};
    map.rows = map.cols = 2;
    map.weights = {0.25F, 0.25F, 0.25F, 0.25F};
    explanation.assessment.attention = Attention{AttentionMethod::Rollout, {map}, 0};
    const QByteArray packed = library::pack_explanation(explanation);
    write("explanation", "blob", packed.toStdString());
    std::string fields(4096, '\0');
    auto length = static_cast<uLongf>(fields.size());
    constexpr int head = 16;
    if (::uncompress(reinterpret_cast<Bytef*>(fields.data()), &length,
                     reinterpret_cast<const Bytef*>(packed.constData() + head),
                     static_cast<uLong>(packed.size() - head)) == Z_OK)
        write("explanation", "fields", fields.substr(0, length));
}

} // namespace

int main(int count, char** words) {
    if (count != 2) {
        std::fputs("make_seeds FOLDER\n", stderr);
        return 2;
    }
    folder = words[1];
    make_safetensors();
    make_npz();
    make_pth();
    make_scripts();
    make_texts();
    make_answers();
    make_sidecars();
    make_reports();
    make_rows();
    make_explanations();
    return 0;
}
