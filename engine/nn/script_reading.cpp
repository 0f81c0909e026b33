// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/script_reading_p.h"

#include <unordered_set>
#include <vector>

#include <torch/csrc/jit/frontend/lexer.h>
#include <torch/csrc/jit/frontend/parser.h>
#include <torch/csrc/jit/frontend/tree_views.h>

namespace touchstone::nn {

namespace {

namespace jit = torch::jit;

tl::unexpected<Error> refuse(const std::string& file, const std::string& what) {
    return failure(ErrorCode::UnsafeModel, file, what,
                   "export it without that, or ask its maker for the weights alone");
}

/// annotate(…) and torch.device(…): how Torch writes an empty list and a device.
bool writes_a_value(const jit::TreeRef& callee) {
    if (callee->kind() == jit::TK_VAR)
        return jit::Var(callee).name().name() == "annotate";
    if (callee->kind() != '.')
        return false;
    const jit::Select select(callee);
    return select.selector().name() == "device" && select.value().kind() == jit::TK_VAR &&
           jit::Var(select.value()).name().name() == "torch";
}

/// Whether something is called outside of the functions' bodies.
bool calls_on_reading(const jit::TreeRef& tree) {
    if (tree->kind() == jit::TK_DEF)
        return calls_on_reading(tree->tree(1)); // the parameters; the body is compiled, and checked as a graph
    if (tree->kind() == jit::TK_APPLY && !writes_a_value(tree->tree(0)))
        return true;
    for (const jit::TreeRef& part : tree->trees())
        if (calls_on_reading(part))
            return true;
    return false;
}

/// As Torch goes through a file of code.
std::vector<jit::TreeRef> definitions_in(const Bytes& code) {
    jit::Parser parser(
        std::make_shared<jit::Source>(std::string(reinterpret_cast<const char*>(code.data()), code.size())));
    jit::Lexer& lexer = parser.lexer();
    if (lexer.cur().kind == jit::TK_IDENT && lexer.cur().text() == "op_version_set") { // of old versions
        lexer.next();
        lexer.expect('=');
        lexer.expect(jit::TK_NUMBER);
        lexer.expect(jit::TK_NEWLINE);
    }
    std::vector<jit::TreeRef> definitions;
    while (lexer.cur().kind != jit::TK_EOF)
        definitions.push_back(lexer.cur().kind == jit::TK_CLASS_DEF ? parser.parseClass()
                                                                    : parser.parseFunction(/*is_method=*/false));
    return definitions;
}

/// Values in values, each looked at once.
class ValueCheck {
public:
    bool run(const c10::IValue& root) {
        open_.push_back(root);
        while (!open_.empty()) {
            const c10::IValue value = std::move(open_.back());
            open_.pop_back();
            if (value.isPtrType() && !seen_.insert(value.internalToPointer()).second)
                continue;
            if (!look_into(value))
                return false;
        }
        return true;
    }

private:
    bool is(const c10::IValue& value, const c10::Type& type) {
        open_.push_back(value);
        return value.type()->isSubtypeOf(type);
    }

    bool look_into(const c10::IValue& value) {
        if (value.isObject()) {
            const auto object = value.toObject();
            const auto type = object->type();
            if (object->slots().size() < type->numAttributes())
                return false;
            for (std::size_t i = 0; i < type->numAttributes(); ++i)
                if (!is(object->getSlot(i), *type->getAttribute(i)))
                    return false;
        } else if (value.isTuple()) {
            for (const c10::IValue& element : value.toTupleRef().elements())
                open_.push_back(element); // a tuple's type is that of its elements
        } else if (value.isList()) {
            const auto list = value.toList();
            for (const c10::IValue& element : value.toListRef())
                if (!is(element, *list.elementType()))
                    return false;
        } else if (value.isGenericDict()) {
            const auto dictionary = value.toGenericDict();
            for (const auto& entry : dictionary)
                if (!is(entry.key(), *dictionary.keyType()) || !is(entry.value(), *dictionary.valueType()))
                    return false;
        } else if (value.isCapsule() || value.isPyObject() || value.isFuture() || value.isRRef()) {
            return false;
        }
        return true;
    }

    std::vector<c10::IValue> open_;
    std::unordered_set<const void*> seen_;
};

} // namespace

Result<void> check_reading(const ScriptArchive& archive, const std::string& file) {
    for (const auto& [name, bytes] : archive.entries)
        if (name.starts_with("code/"))
            for (const jit::TreeRef& definition : definitions_in(bytes))
                if (calls_on_reading(definition))
                    return refuse(file, "calls something while it is read, in " + to_valid_utf8(name) +
                                            ", which a network does not need for computing");
    return {};
}

Result<void> check_values(const jit::Module& module, const std::string& file) {
    return ValueCheck().run(module._ivalue()) ? Result<void>()
                                              : refuse(file, "holds a value of another type than its code says");
}

} // namespace touchstone::nn
