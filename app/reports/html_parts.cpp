// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/html_parts.h"

#include <algorithm>
#include <map>

#include <QCryptographicHash>

#include "engine/base/files.h"

namespace touchstone::reports {

namespace {

/// Greys around photos, as in the window; no colour carries a meaning alone.
constexpr const char* style = R"css(
:root{color-scheme:light dark;--back:#f4f4f4;--paper:#fff;--ink:#1d1d1d;--soft:#5a5a5a;--line:#d0d0d0;--bar:#3b6ea8}
@media (prefers-color-scheme:dark){:root{--back:#262626;--paper:#303030;--ink:#ececec;--soft:#b4b4b4;--line:#4a4a4a;--bar:#7fb0e6}}
*{box-sizing:border-box}
body{margin:0;padding:2rem clamp(1rem,4vw,4rem);background:var(--back);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
h1{margin:0 0 .2rem;font-size:1.7rem}h2{font-size:1.15rem;margin:2rem 0 .6rem}h3{font-size:1rem;margin:0 0 .4rem}
.lead,.soft{color:var(--soft)}.lead{margin:0}
table{border-collapse:collapse;background:var(--paper)}
th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
code{font-size:.85em;word-break:break-all}
.cards{display:flex;flex-wrap:wrap;align-items:flex-start;gap:1.2rem}.card{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:.8rem 1rem;flex:0 1 auto}
.card table{background:none}svg.bars{width:min(26rem,100%);height:auto}svg.bars rect{fill:var(--bar)}svg.bars text{fill:var(--soft);font-size:11px}
.strip ul{display:flex;flex-wrap:wrap;gap:.8rem;list-style:none;margin:0;padding:0}
.strip li{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:.4rem;width:11.5rem}
.strip img,.strip .no-picture{display:block;width:100%;height:8rem;object-fit:contain;background:#808080}
.strip a{color:inherit;text-decoration:none}.strip span{overflow-wrap:anywhere}
#photos table{width:100%}#photos img{max-width:10rem;max-height:10rem;width:auto;height:auto;display:block}
#photos thead th{position:sticky;top:0;background:var(--paper);z-index:1}
th button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-decoration:underline dotted}
th[aria-sort=ascending] button::after{content:" \25B2"}th[aria-sort=descending] button::after{content:" \25BC"}
.no-picture{display:inline-block;padding:1rem;color:var(--soft);border:1px dashed var(--line)}
tr.rejected td.name b{text-decoration:line-through}
td.name{min-width:15rem;overflow-wrap:anywhere}details summary{cursor:pointer;color:var(--soft)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.4rem 0;font-size:.9em}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.sum{font-size:.9em}.maps{display:flex;flex-wrap:wrap;gap:.6rem}.maps figure{margin:0}.maps img{max-width:15rem}
@media print{body{background:none;padding:0;font-size:10pt}details summary{display:none}#photos thead th{position:static}
tr,li,.card{break-inside:avoid}th button{text-decoration:none}:root{--back:#fff;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb}}
)css";

/// Headings become buttons that sort; without it the table keeps the report's order.
constexpr const char* script =
    "document.querySelectorAll('#photos th[data-sort]').forEach(function(th){"
    "var b=document.createElement('button');b.type='button';b.textContent=th.textContent;"
    "b.title='Sort by '+th.textContent;th.textContent='';th.appendChild(b);"
    "b.addEventListener('click',function(){"
    "var up=th.getAttribute('aria-sort')!=='ascending',n=th.dataset.sort==='n',i=th.cellIndex,"
    "body=th.closest('table').tBodies[0],rows=Array.from(body.rows);"
    "rows.sort(function(r,s){var "
    "a=r.cells[i].dataset.v||r.cells[i].textContent,c=s.cells[i].dataset.v||s.cells[i].textContent;"
    "if((a==='')!==(c===''))return a===''?1:-1;"
    "var d=n?Number(a)-Number(c):a.localeCompare(c,undefined,{numeric:true});return up?d:-d;});"
    "document.querySelectorAll('#photos th').forEach(function(o){o.removeAttribute('aria-sort');});"
    "th.setAttribute('aria-sort',up?'ascending':'descending');"
    "rows.forEach(function(r){body.appendChild(r);});});});";

std::string cell(const std::string& text, bool is_number) {
    return std::string(is_number ? "<td class=\"n\">" : "<td>") + text + "</td>";
}

std::string header(const std::string& text, bool is_number) {
    return std::string("<th scope=\"col\"") + (is_number ? " class=\"n\"" : "") + ">" + text + "</th>";
}

std::string rounded(double value) {
    return readable({"score", "", "", true}, number_text(value));
}

std::string range_text(const ReportModel& model) {
    std::string text = model.range ? number_text(model.range->first) + " to " + number_text(model.range->second)
                                   : std::string("range unknown");
    return text + (model.higher_is_better ? ", higher is better" : ", lower is better");
}

/// A histogram with its numbers in words for those who cannot see it.
std::string bars_svg(const ReportData& data, const ScoreDistribution& distribution) {
    constexpr int width = 400, height = 120, foot = 18;
    const std::size_t highest = *std::max_element(distribution.bars.begin(), distribution.bars.end());
    const double step = static_cast<double>(width) / static_cast<double>(distribution.bars.size());
    std::string text = "<svg class=\"bars\" viewBox=\"0 0 " + std::to_string(width) + " " +
                       std::to_string(height + foot) + "\" role=\"img\" aria-label=\"" +
                       html_escaped("Distribution of " + data.models[distribution.model].title + ": lowest " +
                                    rounded(distribution.lowest) + ", median " + rounded(distribution.median) +
                                    ", highest " + rounded(distribution.highest)) +
                       "\">";
    for (std::size_t i = 0; i < distribution.bars.size(); ++i) {
        const double tall =
            highest ? static_cast<double>(distribution.bars[i]) / static_cast<double>(highest) * height : 0;
        const double from = distribution.from + (distribution.to - distribution.from) * static_cast<double>(i) /
                                                    static_cast<double>(distribution.bars.size());
        text += "<rect x=\"" + number_text(static_cast<double>(i) * step + 1) + "\" y=\"" + number_text(height - tall) +
                "\" width=\"" + number_text(step - 2) + "\" height=\"" + number_text(tall) + "\"><title>from " +
                rounded(from) + ": " + std::to_string(distribution.bars[i]) + " photos</title></rect>";
    }
    const std::string y = std::to_string(height + foot - 4);
    text += "<text x=\"0\" y=\"" + y + "\">" + scale_text(distribution.from) + "</text><text x=\"" +
            std::to_string(width) + "\" y=\"" + y + "\" text-anchor=\"end\">" + scale_text(distribution.to) + "</text>";
    return text + "</svg>";
}

std::string group_table(const std::string& title, const std::vector<ReportGroup>& groups) {
    if (groups.empty() || (groups.size() == 1 && groups.front().name == "unknown"))
        return {};
    std::string text = "<div class=\"card\"><table><caption><h3>" + title + "</h3></caption><thead><tr>" +
                       header(title, false) + header("Photos", true) + header("Mean score", true) +
                       "</tr></thead><tbody>\n";
    for (const ReportGroup& group : groups)
        text += "<tr><th scope=\"row\">" + html_escaped(group.name) + "</th>" +
                cell(std::to_string(group.photos), true) + cell(group.scored ? rounded(group.mean) : "", true) +
                "</tr>\n";
    return text + "</tbody></table></div>\n";
}

} // namespace

std::string html_escaped(std::string_view text) {
    std::string escaped;
    for (const char c : to_valid_utf8(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '&')
            escaped += "&amp;";
        else if (c == '<')
            escaped += "&lt;";
        else if (c == '>')
            escaped += "&gt;";
        else if (c == '"')
            escaped += "&quot;";
        else if (c == '\'')
            escaped += "&#39;";
        else if ((byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F)
            escaped += "\xEF\xBF\xBD";
        else
            escaped += c;
    }
    return escaped;
}

std::vector<TableColumn> table_columns(const ReportData& data) {
    std::vector<TableColumn> shown;
    const std::vector<Column> columns = columns_of(data);
    const auto any = [&](auto&& has) { return std::any_of(data.photos.begin(), data.photos.end(), has); };
    // A column that says nothing of any photo only takes room.
    const std::map<std::string, bool> said{
        {"rank", any([](const ReportPhoto& photo) { return photo.rank > 0; })},
        {"rating", any([](const ReportPhoto& photo) { return photo.marks.rating > 0; })},
        {"label", any([](const ReportPhoto& photo) { return photo.marks.label != library::Label::None; })},
        {"flag", any([](const ReportPhoto& photo) { return photo.marks.flag != library::Flag::None; })},
        {"captured", any([](const ReportPhoto& photo) { return photo.facts.captured_ms.has_value(); })},
        {"camera", any([](const ReportPhoto& photo) { return !photo.facts.camera.empty(); })}};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Column& column = columns[i];
        if (column.key == "score")
            shown.push_back({i, data.models.size() > 1 ? column.model : "Score", true});
        else if (const auto found = said.find(column.key); found != said.end() && found->second)
            shown.push_back({i, column.title, column.is_number});
    }
    return shown;
}

std::string html_head(const ReportData& data, const ReportSummary& summary) {
    const std::string hash =
        QCryptographicHash::hash(QByteArray(script), QCryptographicHash::Sha256).toBase64().toStdString();
    std::string text =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "img-src data:; style-src 'unsafe-inline'; script-src 'sha256-" +
        hash + "'\">\n<meta name=\"generator\" content=\"Touchstone " + html_escaped(data.version) + "\">\n<title>" +
        html_escaped(data.title) + "</title>\n<style>" + style + "</style></head><body>\n<header><h1>" +
        html_escaped(data.title) + "</h1>\n<p class=\"lead\">" + std::to_string(summary.photos) +
        (summary.photos == 1 ? " photo, " : " photos, ") + std::to_string(summary.scored) + " scored";
    if (summary.failed > 0)
        text += ", " + std::to_string(summary.failed) + " could not be scored";
    if (!data.filter.empty())
        text += " · filter <code>" + html_escaped(data.filter) + "</code>";
    return text + " · made " + html_escaped(data.made) + " by Touchstone " + html_escaped(data.version) +
           "</p></header>\n";
}

std::string html_models(const ReportData& data) {
    if (data.models.empty())
        return "<section><h2>How the scores were made</h2><p>There are no scores.</p></section>\n";
    std::string text = "<section id=\"models\"><h2>How the scores were made</h2><table><thead><tr>";
    for (const char* title : {"Model", "Scale", "Preprocessing", "Native limit", "Precision", "Decoding", "SHA-256"})
        text += header(title, false);
    text += "</tr></thead><tbody>\n";
    for (const ReportModel& model : data.models)
        text += "<tr><th scope=\"row\">" + html_escaped(model.title) + " <span class=\"soft\">" +
                html_escaped(model.id) + "</span></th>" + cell(range_text(model), false) +
                cell(html_escaped(model.preprocessing), false) +
                cell(model.native_limit ? std::to_string(*model.native_limit) + " px" : "none", false) +
                cell(precision_name(model.precision), false) + cell(decode_text(model.decode), false) +
                cell("<code>" + html_escaped(model.sha256) + "</code>", false) + "</tr>\n";
    return text + "</tbody></table><p class=\"soft\">Each photo's details name the device, and the hash of its bytes. "
                  "<code>touchstone-cli verify</code> makes the scores of the report's JSON again.</p></section>\n";
}

std::string html_summary(const ReportData& data, const ReportSummary& summary) {
    std::string text = "<section id=\"summary\"><h2>Summary</h2><div class=\"cards\">\n";
    for (const ScoreDistribution& distribution : summary.distributions) {
        if (distribution.scored == 0)
            continue;
        text += "<div class=\"card\"><h3>" + html_escaped(data.models[distribution.model].title) + "</h3>" +
                bars_svg(data, distribution) + "<p class=\"soft\">" + std::to_string(distribution.scored) +
                " photos · lowest " + rounded(distribution.lowest) + " · median " + rounded(distribution.median) +
                " · mean " + rounded(distribution.mean) + " · highest " + rounded(distribution.highest) +
                "</p></div>\n";
    }
    text += group_table("Camera", summary.cameras) + group_table("Lens", summary.lenses) +
            group_table("Month", summary.months);
    return text + "</div></section>\n";
}

std::string html_table_head(const std::vector<TableColumn>& columns) {
    std::string text = "<section id=\"photos\"><h2>Photos</h2><table><thead><tr><th scope=\"col\">Picture</th>";
    for (const TableColumn& shown : columns)
        text += std::string("<th scope=\"col\" data-sort=\"") + (shown.is_number ? "n\" class=\"n" : "t") + "\">" +
                html_escaped(shown.title) + "</th>";
    return text + "<th scope=\"col\" data-sort=\"t\">Name</th></tr></thead><tbody>\n";
}

std::string html_cell(const TableColumn& shown, const std::vector<Column>& columns,
                      const std::vector<std::string>& texts) {
    const Column& column = columns[shown.column];
    const std::string& exact = texts[shown.column];
    std::string text = readable(column, exact);
    if (column.key == "captured")
        std::replace(text.begin(), text.end(), 'T', ' ');
    return std::string(shown.is_number ? "<td class=\"n\"" : "<td") + " data-v=\"" + html_escaped(exact) + "\">" +
           html_escaped(text) + "</td>";
}

std::string html_details(const std::vector<Column>& columns, const std::vector<std::string>& texts) {
    std::string text = "<details><summary>Everything known</summary><dl>";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (texts[i].empty())
            continue;
        const Column& column = columns[i];
        const std::string title = column.model.empty() ? column.title : column.title + " (" + column.model + ")";
        text += "<dt>" + html_escaped(title) + "</dt><dd data-key=\"" + html_escaped(column.heading()) + "\">" +
                html_escaped(texts[i]) + "</dd>";
    }
    return text + "</dl>";
}

std::string html_tail() {
    return std::string("<script>") + script + "</script>\n</body></html>\n";
}

} // namespace touchstone::reports
