// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/script_loading_p.h"

#include <cstdlib>
#include <sstream>

#include <caffe2/serialize/inline_container.h>

#include "engine/nn/script_operators.h"
#include "engine/nn/script_reading_p.h"

namespace touchstone::nn {

namespace {

namespace jit = torch::jit;

/// The file as Torch would have written it, of the checked parts alone: no second directory, no hidden entry.
std::string written_anew(const ScriptArchive& archive) {
    std::string bytes;
    caffe2::serialize::PyTorchStreamWriter writer([&bytes](const void* data, std::size_t size) {
        bytes.append(static_cast<const char*>(data), size);
        return size;
    });
    for (const auto& [name, content] : archive.entries) {
        if (name == "version") {
            const std::string text(reinterpret_cast<const char*>(content.data()), content.size());
            writer.setMinVersion(std::strtoull(text.c_str(), nullptr, 10));
        } else {
            writer.writeRecord(name, content.data(), content.size());
        }
    }
    writer.writeEndOfFile();
    return bytes;
}

/// Whether values of a type are numbers, texts and what the network's own code makes of them.
bool is_of_network(const c10::Type& type, const jit::CompilationUnit& unit) {
    switch (type.kind()) {
    case c10::TypeKind::ClassType:
        return type.expectRef<c10::ClassType>().compilation_unit().get() == &unit;
    case c10::TypeKind::CapsuleType:
    case c10::TypeKind::FutureType:
    case c10::TypeKind::PyObjectType:
    case c10::TypeKind::RRefType:
    case c10::TypeKind::StorageType:
    case c10::TypeKind::StreamObjType:
        return false;
    default:
        break;
    }
    for (const c10::TypePtr& part : type.containedTypes())
        if (!is_of_network(*part, unit))
            return false;
    return true;
}

/// Torch believes a cast. Only that of a value that may be None to what it then is cannot deceive it.
bool is_sound_cast(const jit::Node* node) {
    const c10::TypePtr& from = node->input()->type();
    const c10::TypePtr& to = node->output()->type();
    if (from->isSubtypeOf(*to))
        return true;
    const auto optional = from->cast<c10::OptionalType>();
    return optional && optional->getElementType()->isSubtypeOf(*to);
}

bool takes_all_apart(const jit::Node* node) {
    const auto tuple = node->input()->type()->cast<c10::TupleType>();
    return tuple && tuple->elements().size() == node->outputs().size();
}

/// An operator of no fixed number of answers would leave them where others look for theirs.
bool leaves_answers_behind(const jit::Node* node) {
    const c10::FunctionSchema* schema = node->maybeSchema();
    return schema && schema->is_varret() && node->outputs().empty() && node->kind() != c10::prim::SetAttr;
}

/// Every node of every function that was read, whoever calls it.
class GraphCheck {
public:
    explicit GraphCheck(const std::string& file)
        : file_(file) {}

    Result<void> run(const jit::Module& module) {
        unit_ = module._ivalue()->compilation_unit();
        for (jit::Function* function : unit_->get_functions()) {
            if (!function->isGraphFunction())
                return refuse("the built-in function " + function->name());
            const auto graph = jit::toGraphFunction(*function).graph();
            if (const Result<void> good = check(graph->block()); !good)
                return good;
        }
        return {};
    }

private:
    tl::unexpected<Error> refuse(const std::string& what) const {
        return failure(ErrorCode::UnsafeModel, file_, "uses " + what + ", which a network does not need for computing",
                       "export it without that, or ask its maker for the weights alone");
    }

    Result<void> check_types(at::ArrayRef<const jit::Value*> values) const {
        for (const jit::Value* value : values)
            if (!is_of_network(*value->type(), *unit_))
                return refuse("a " + value->type()->str());
        return {};
    }

    Result<void> check(const jit::Block* block) const {
        if (const Result<void> good = check_types(block->inputs()); !good)
            return good;
        for (const jit::Node* node : block->nodes()) {
            if (const Result<void> good = check(node); !good)
                return good;
            for (const jit::Block* inner : node->blocks())
                if (const Result<void> good = check(inner); !good)
                    return good;
        }
        return {};
    }

    Result<void> check(const jit::Node* node) const {
        const c10::Symbol kind = node->kind();
        const bool allowed = (kind.is_aten() && is_allowed_operator(kind.toUnqualString())) ||
                             (kind.is_prim() && is_allowed_primitive(kind.toUnqualString()));
        if (!allowed)
            return refuse(std::string("the operator ") + kind.toQualString());
        if (const Result<void> good = check_types(node->outputs()); !good)
            return good;
        if ((kind == c10::prim::unchecked_cast && !is_sound_cast(node)) ||
            (kind == c10::prim::TupleUnpack && !takes_all_apart(node)))
            return refuse("a cast that nothing justifies");
        if (leaves_answers_behind(node))
            return refuse(std::string("the operator ") + kind.toQualString() + " without taking its answers");
        for (const c10::Symbol name : node->attributeNames())
            if (node->kindOf(name) == jit::AttributeKind::g)
                if (const Result<void> good = check(node->g(name)->block()); !good)
                    return good;
        return {};
    }

    const std::string& file_;
    std::shared_ptr<const jit::CompilationUnit> unit_;
};

} // namespace

Result<jit::Module> load_script(const ScriptArchive& archive, const std::string& file) {
    if (const Result<void> harmless = check_script(archive, file); !harmless)
        return tl::unexpected(harmless.error());
    if (const Result<void> harmless = check_reading(archive, file); !harmless)
        return tl::unexpected(harmless.error());
    std::istringstream stream(written_anew(archive));
    jit::Module module = jit::load(stream, at::Device(at::kCPU));
    if (const Result<void> harmless = GraphCheck(file).run(module); !harmless)
        return tl::unexpected(harmless.error());
    if (const Result<void> harmless = check_values(module, file); !harmless)
        return tl::unexpected(harmless.error());
    return module;
}

Result<jit::Module> load_script_file(const std::string& file) {
    return read_script_file(file).and_then([&](const ScriptArchive& archive) { return load_script(archive, file); });
}

} // namespace touchstone::nn
