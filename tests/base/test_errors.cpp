// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <set>

#include <QtTest>

#include "engine/base/error.h"

using namespace touchstone;

class TestErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void messages();
    void code_names();
};

void TestErrors::messages() {
    QCOMPARE((Error{ErrorCode::Truncated, "a.jpg", "ends early", "copy it again"}.message()),
             std::string("a.jpg: ends early (copy it again)"));
    QCOMPARE((Error{ErrorCode::Truncated, "a.jpg", "ends early", {}}.message()), std::string("a.jpg: ends early"));
    QCOMPARE((Error{ErrorCode::NoDevice, {}, "no such device", "use cpu"}.message()),
             std::string("no such device (use cpu)"));
    // One line, whatever the file is called.
    QCOMPARE((Error{ErrorCode::NotFound, "a\nb\r.jpg", "is gone", {}}.message()), std::string("a b .jpg: is gone"));
    const Result<int> refused = failure(ErrorCode::TooLarge, "x", "is too large", "shrink it");
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::TooLarge);
    QCOMPARE(refused.error().message(), std::string("x: is too large (shrink it)"));
}

void TestErrors::code_names() {
    std::set<std::string_view> names;
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        const std::string_view name = code_name(static_cast<ErrorCode>(code));
        QVERIFY(names.insert(name).second);
        for (const char c : name)
            QVERIFY((c >= 'a' && c <= 'z') || c == '-');
    }
    QCOMPARE(code_name(ErrorCode::NoRegressor), std::string_view("no-regressor")); // architecture.md 5 fixes this one
    QCOMPARE(code_name(ErrorCode::PermissionDenied), std::string_view("permission-denied"));
}

QTEST_APPLESS_MAIN(TestErrors)
#include "test_errors.moc"
