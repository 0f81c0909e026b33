// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/reports/report_fields.h"
#include "app/reports/report_summary.h"

/// The pieces of the HTML report that have no pictures of photos.
namespace touchstone::reports {

/// For text and for attributes in double quotes; control characters become U+FFFD.
std::string html_escaped(std::string_view text);

/// A column of the table, which shows less than a photo's details.
struct TableColumn {
    std::size_t column = 0; ///< index in columns_of()
    std::string title;
    bool is_number = false;
};
std::vector<TableColumn> table_columns(const ReportData& data);

/// Up to and with the title and the numbers of photos. The page may load nothing and run nothing but its own script.
std::string html_head(const ReportData& data, const ReportSummary& summary);
std::string html_models(const ReportData& data);                                ///< how the scores were made
std::string html_summary(const ReportData& data, const ReportSummary& summary); ///< distributions and groups
std::string html_table_head(const std::vector<TableColumn>& columns);
std::string html_cell(const TableColumn& shown, const std::vector<Column>& columns,
                      const std::vector<std::string>& texts);
/// Everything known of a photo, folded; the caller closes the details element.
std::string html_details(const std::vector<Column>& columns, const std::vector<std::string>& texts);
std::string html_tail();

} // namespace touchstone::reports
