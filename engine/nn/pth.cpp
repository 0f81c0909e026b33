// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <array>
#include <new>
#include <string_view>

#include "engine/nn/checkpoint.h"
#include "engine/nn/input_file.h"
#include "engine/nn/unpickler.h"
#include "engine/nn/zip_archive.h"

/// PyTorch's container since 1.6: a zip with "<root>/data.pkl" (names, shapes, strides) and one "<root>/data/<key>" per
/// storage. Several tensors may be views of one storage.
namespace touchstone::nn {

namespace {

using Kind = PickleValue::Kind;

constexpr std::uint64_t max_pickle_bytes = std::uint64_t{64} << 20;

/// A tensor may repeat numbers of its storage by strides of 0, but not to make gigabytes out of one number.
constexpr std::uint64_t max_expanded_elements = std::uint64_t{1} << 24;

constexpr std::string_view legacy_remedy =
    "load it in Python and save it again: torch.save(torch.load(OLD, map_location='cpu'), NEW)";

struct NamedTensor {
    std::string name;
    const PickleValue* tensor;
};

std::string key_text(const PickleValue& key) {
    if (key.kind == Kind::Text)
        return to_valid_utf8(key.text);
    return key.kind == Kind::Integer ? std::to_string(key.integer) : "?";
}

std::vector<NamedTensor> tensors_of(const Pickle& pickle, const PickleValue& dictionary) {
    std::vector<NamedTensor> found;
    if (dictionary.kind == Kind::Dictionary)
        for (std::size_t i = 0; i + 1 < dictionary.items.size(); i += 2)
            if (const PickleValue& value = pickle[dictionary.items[i + 1]]; value.kind == Kind::Tensor)
                found.push_back({key_text(pickle[dictionary.items[i]]), &value});
    return found;
}

/// The dictionary of tensors: the root itself, one of the usual names, or the only others there are, each with its name
/// before it. Two levels at most.
std::vector<NamedTensor> find_tensors(const Pickle& pickle, const PickleValue& root, int levels) {
    auto found = tensors_of(pickle, root);
    if (!found.empty() || levels == 0 || root.kind != Kind::Dictionary)
        return found;
    for (const char* name : {"model", "state_dict", "params", "params_ema", "model_state_dict", "net", "weights"})
        if (const PickleValue* inner = pickle.find(root, name))
            if (found = find_tensors(pickle, *inner, levels - 1); !found.empty())
                return found;
    std::vector<std::pair<std::string, std::vector<NamedTensor>>> others;
    for (std::size_t i = 0; i + 1 < root.items.size(); i += 2)
        if (auto inner = tensors_of(pickle, pickle[root.items[i + 1]]); !inner.empty())
            others.emplace_back(key_text(pickle[root.items[i]]), std::move(inner));
    if (others.size() == 1)
        return std::move(others.front().second);
    for (auto& [prefix, inner] : others)
        for (NamedTensor& tensor : inner)
            found.push_back({prefix + "." + tensor.name, tensor.tensor});
    return found;
}

/// Reads the storages of one archive and cuts tensors out of them.
class TensorReader {
public:
    TensorReader(const ZipArchive& archive, std::string root, const std::string& path, const CheckpointLimits& limits)
        : archive_(archive)
        , root_(std::move(root))
        , path_(path)
        , limits_(limits) {}

    Result<void> read(const std::string& name, const PickleValue& storage, const StridedView& view, Tensor& tensor);

private:
    Result<void> load_storage(const std::string& name, const PickleValue& storage);
    Result<std::uint64_t> check_view(const std::string& name, const PickleValue& storage,
                                     const StridedView& view) const;
    tl::unexpected<Error> damaged(const std::string& name, const char* what) const {
        return failure(ErrorCode::Damaged, path_, "tensor '" + name + "' " + what, "copy or download it again");
    }

    const ZipArchive& archive_;
    std::string root_;
    const std::string& path_;
    const CheckpointLimits& limits_;
    std::optional<std::string> loaded_key_; ///< one storage at a time; tensors come sorted by storage
    Bytes loaded_;
};

Result<std::uint64_t> TensorReader::check_view(const std::string& name, const PickleValue& storage,
                                               const StridedView& view) const {
    if (view.shape.size() != view.strides.size())
        return damaged(name, "has not as many strides as dimensions");
    const auto negative = [](std::int64_t number) { return number < 0; };
    if (view.offset < 0 || std::any_of(view.shape.begin(), view.shape.end(), negative) ||
        std::any_of(view.strides.begin(), view.strides.end(), negative))
        return damaged(name, "has a negative size, stride or offset");
    const auto count = element_count(view.shape);
    if (!count)
        return damaged(name, "has more elements than can be counted");
    if (*count > limits_.max_tensor_elements ||
        (*count > static_cast<std::uint64_t>(storage.integer) && *count > max_expanded_elements))
        return failure(ErrorCode::TooLarge, path_,
                       "tensor '" + name + "' has " + std::to_string(*count) + " elements, over the limit");
    std::int64_t last = view.offset;
    for (std::size_t axis = 0; axis < view.shape.size() && *count > 0; ++axis) {
        std::int64_t step = 0;
        if (__builtin_mul_overflow(view.shape[axis] - 1, view.strides[axis], &step) ||
            __builtin_add_overflow(last, step, &last))
            return damaged(name, "reaches past the end of its storage");
    }
    if (*count > 0 && last >= storage.integer)
        return damaged(name, "reaches past the end of its storage");
    return *count;
}

Result<void> TensorReader::load_storage(const std::string& name, const PickleValue& storage) {
    if (loaded_key_ == storage.text)
        return {};
    loaded_key_.reset();
    const bool plain = !storage.text.empty() && std::all_of(storage.text.begin(), storage.text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
    if (!plain)
        return damaged(name, "names its storage by something that is no key");
    const ZipEntry* entry = archive_.find(root_ + "data/" + storage.text);
    if (!entry)
        return damaged(name, "refers to a storage that is not in the file");
    auto bytes = archive_.read(*entry);
    if (!bytes)
        return tl::unexpected(std::move(bytes.error()));
    loaded_ = std::move(*bytes);
    loaded_key_ = storage.text;
    return {};
}

Result<void> TensorReader::read(const std::string& name, const PickleValue& storage, const StridedView& view,
                                Tensor& tensor) {
    if (storage.integer < 0)
        return damaged(name, "has a storage of a negative size");
    if (auto count = check_view(name, storage, view); !count)
        return tl::unexpected(std::move(count.error()));
    if (auto loaded = load_storage(name, storage); !loaded)
        return loaded;
    // The announced number of elements is what the view was checked against, so it must really be there.
    if (static_cast<std::uint64_t>(storage.integer) > loaded_.size() / element_size(storage.type))
        return failure(ErrorCode::Truncated, path_,
                       "the storage of tensor '" + name + "' is shorter than its " + std::to_string(storage.integer) +
                           " numbers",
                       "copy or download it again");
    tensor.shape = view.shape;
    gather_elements(storage.type, loaded_, view, tensor);
    return {};
}

Result<Pickle> read_pickle(const ZipArchive& archive, const std::string& path, std::string& root) {
    const ZipEntry* pickle = nullptr;
    for (const ZipEntry& entry : archive.entries())
        if (entry.name == "data.pkl" ||
            (entry.name.ends_with("/data.pkl") && std::count(entry.name.begin(), entry.name.end(), '/') == 1))
            pickle = &entry;
    if (!pickle)
        return failure(ErrorCode::UnsupportedFormat, path,
                       "is a zip file, but no PyTorch checkpoint: it has no data.pkl");
    root = pickle->name.substr(0, pickle->name.size() - std::string_view("data.pkl").size());
    if (archive.find(root + "constants.pkl"))
        return failure(ErrorCode::UnsupportedFormat, path, "is a TorchScript program, not a plain checkpoint",
                       "save its state_dict with torch.save");
    if (const ZipEntry* order = archive.find(root + "byteorder")) {
        const auto word = archive.read_start(*order, 3);
        if (word && *word == Bytes{std::byte{'b'}, std::byte{'i'}, std::byte{'g'}})
            return failure(ErrorCode::UnsupportedFormat, path, "was written on a big-endian machine",
                           "save it again on a usual one");
    }
    if (pickle->size > max_pickle_bytes)
        return failure(ErrorCode::TooLarge, path, "its pickle is over 64 MB");
    auto bytes = archive.read(*pickle);
    if (!bytes)
        return tl::unexpected(std::move(bytes.error()));
    return unpickle(*bytes, path);
}

/// Says what a file without the zip magic is, as far as its first bytes tell.
Result<void> check_container(const std::string& path, const CheckpointLimits& limits) {
    auto file = InputFile::open(path, limits.max_file_bytes);
    if (!file)
        return tl::unexpected(std::move(file.error()));
    std::string start(static_cast<std::size_t>(std::min<std::uint64_t>(file->size(), 64)), '\0');
    if (auto read = file->read(0, std::as_writable_bytes(std::span(start.data(), start.size()))); !read)
        return read;
    if (start.starts_with("PK"))
        return {};
    if (start[0] == '\x80')
        return failure(ErrorCode::UnsupportedFormat, path,
                       "is a PyTorch checkpoint of the old kind, from before PyTorch 1.6", std::string(legacy_remedy));
    const std::size_t word = start.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (word != std::string::npos && start[word] == '<')
        return failure(ErrorCode::UnsupportedFormat, path,
                       "is a web page and not a checkpoint: the download went wrong", "download it again");
    return failure(ErrorCode::UnsupportedFormat, path, "is no PyTorch checkpoint", "copy or download it again");
}

Result<Checkpoint> read_archive(const ZipArchive& archive, const std::string& path, const CheckpointLimits& limits,
                                const std::string& select) {
    std::string root;
    auto pickle = read_pickle(archive, path, root);
    if (!pickle)
        return tl::unexpected(std::move(pickle.error()));
    if (pickle->top().kind != Kind::Dictionary)
        return failure(ErrorCode::UnsupportedFormat, path, "holds something else than a dictionary of tensors",
                       "save the model's state_dict");
    const PickleValue* top = select.empty() ? &pickle->top() : pickle->find(pickle->top(), select);
    if (!top)
        return failure(ErrorCode::BadModel, path, "has no part called '" + to_valid_utf8(select) + "'");
    auto tensors = find_tensors(*pickle, *top, select.empty() ? 2 : 0);
    if (tensors.empty())
        return failure(ErrorCode::BadModel, path, "holds no tensors", "save the model's state_dict");

    const auto storage = [&](const NamedTensor& named) -> const PickleValue& {
        return (*pickle)[named.tensor->items[0]];
    };
    std::stable_sort(tensors.begin(), tensors.end(),
                     [&](const NamedTensor& a, const NamedTensor& b) { return storage(a).text < storage(b).text; });
    Checkpoint checkpoint;
    TensorReader reader(archive, root, path, limits);
    std::uint64_t total = 0;
    for (const NamedTensor& named : tensors) {
        // One storage may stand behind any number of names, each of them a whole copy once it is read.
        const auto elements = element_count(named.tensor->view->shape).value_or(limits.max_total_elements);
        total += std::min(elements, limits.max_total_elements);
        if (total > limits.max_total_elements)
            return failure(ErrorCode::TooLarge, path, "its tensors together are over the limit");
        Tensor tensor;
        if (auto read = reader.read(named.name, storage(named), *named.tensor->view, tensor); !read)
            return tl::unexpected(std::move(read.error()));
        if (!checkpoint.tensors.emplace(named.name, std::move(tensor)).second)
            return failure(ErrorCode::Damaged, path, "names tensor '" + named.name + "' twice");
    }
    return checkpoint;
}

} // namespace

Result<Checkpoint> read_pth(const std::string& path, const CheckpointLimits& limits, const std::string& select) {
    try {
        if (auto container = check_container(path, limits); !container)
            return tl::unexpected(std::move(container.error()));
        auto archive = ZipArchive::open(path, limits.max_content_bytes);
        if (!archive)
            return tl::unexpected(std::move(archive.error()));
        return read_archive(*archive, path, limits, select);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, path, "its tensors do not fit into memory");
    }
}

} // namespace touchstone::nn
