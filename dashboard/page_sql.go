package dashboard

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries/datasets"
)

// SQL answers questions readers write themselves.
type SQL struct {
	// Ask answers a query on the snapshot of a number, within the bounds below. What is wrong with the query is a [QueryError].
	Ask func(ctx context.Context, snapshot int, query string) (SQLResult, error)
	// Rows, Time and Memory are the bounds, as the page tells them.
	Rows   int
	Time   time.Duration
	Memory string
}

// SQLResult is an answer: values as [warehouse.Answer] gives them.
type SQLResult struct {
	Columns []warehouse.Column
	Rows    [][]any
	More    bool // there were more rows than are given
}

// QueryError is what is wrong with a query, in words for who wrote it.
type QueryError struct{ Text string }

// Error gives the words.
func (e QueryError) Error() string { return e.Text }

// queriesAtOnce is how many queries run at a time; who comes then waits a little.
const (
	queriesAtOnce = 2
	queryPatience = 5 * time.Second
)

// shownRows is how many rows of a result the page itself shows.
const shownRows = 200

// longestQuery is as much as fits into an address with everything around it.
const longestQuery = 4000

// paramQuery is the query of the page of SQL.
const paramQuery = "q"

// SQLPage is 查询: a question in SQL and what it gives.
type SQLPage struct {
	Head
	Query   string
	Wrong   string // what was wrong with it; empty when it was answered, or nothing was asked
	Asked   bool
	Result  SQLResult
	Shown   [][]sqlCell
	Bounds  SQL
	Longest int
	Samples []sampleQuery
	Tables  []datasets.Dataset
}

// sqlCell is a value as the page shows it.
type sqlCell struct {
	Text    string
	Numeric bool
	Null    bool
}

// sampleQuery is a query to begin with.
type sampleQuery struct{ Title, Query, Link string }

// sampleQueries are run by a test.
func sampleQueries() []sampleQuery {
	list := []sampleQuery{
		{Title: "各地区历年新收申请", Query: `SELECT region_name AS 地区, year AS 年度, value AS 新收申请, reported AS 填报单位
FROM rollups
WHERE measure = 'requests.received' AND applicant = 'total' AND basis = 'own'
ORDER BY region, year`},
		{Title: "哪些单位没有交报告", Query: `SELECT a.region_name AS 地区, a.name AS 单位, y.year AS 年度
FROM agencies a
CROSS JOIN (SELECT DISTINCT year FROM reports) y
LEFT JOIN reports r ON r.agency = a.agency AND r.year = y.year AND r.live
WHERE a.origin = 'roster' AND r.report IS NULL
  AND y.year >= coalesce(a.expected_from, 0) AND y.year <= coalesce(a.expected_to, 9999)
ORDER BY y.year DESC, a.region, a.agency`},
		{Title: "一项数字比上年翻倍以上的单位", Query: `SELECT n.agency_name AS 单位, n.year AS 年度, p.value AS 上年, n.value AS 本年
FROM observations n
JOIN observations p ON p.agency = n.agency AND p.scope = n.scope AND p.measure = n.measure
  AND p.applicant = n.applicant AND p.year = n.year - 1
WHERE n.measure = 'requests.received' AND n.applicant = 'total'
  AND p.value >= 10 AND n.value > 2 * p.value
ORDER BY n.value DESC`},
		{Title: "空白最多的格", Query: `SELECT measure_name AS 指标, state AS 状态, count(*) AS 格数
FROM observations
WHERE value IS NULL
GROUP BY measure_name, state
ORDER BY 格数 DESC
LIMIT 20`},
		{Title: "没有说明的错误，按核验", Query: `SELECT f.check_id AS 核验, c.name AS 名称, count(*) AS 问题数, count(DISTINCT f.agency) AS 单位数
FROM findings f
JOIN checks c ON c.check_id = f.check_id
WHERE f.severity = 'error' AND f.state = 'open'
GROUP BY f.check_id, c.name
ORDER BY 问题数 DESC`},
	}
	for i := range list {
		list[i].Link = address("/sql", url.Values{paramQuery: {list[i].Query}})
	}
	return list
}

// newSQL builds the page of SQL.
func (s *server) newSQL(ctx context.Context, q query) (SQLPage, error) {
	if reader := readerOf(ctx); !reader.May(office.RightQuery) {
		return SQLPage{}, &problem{http.StatusForbidden, "这里不能用 SQL 查询", "SQL 查询面向全部数据，只给能看全部地区的账号。没有账号时，只有在服务器本机上可以用。", nil}
	}
	p := SQLPage{Query: strings.ReplaceAll(q.values.Get(paramQuery), "\r\n", "\n"), Longest: longestQuery, Samples: sampleQueries(), Tables: datasets.All()}
	if s.sql != nil {
		p.Bounds = *s.sql
	}
	p.Head = q.bareHead("data", "SQL 查询", "在这份快照上查任何数字：只读，不能改数据，也读不到别的文件。")
	p.JSON, p.CSV, p.XLSX = "", "", ""
	if strings.TrimSpace(p.Query) == "" {
		if q.whole {
			return p, badRequest("没有查询语句", "参数 q 是要执行的查询语句。")
		}
		return p, nil
	}
	result, err := s.askSQL(ctx, q.snapshot.Number, p.Query)
	var wrong QueryError
	switch {
	case errors.As(err, &wrong) && !q.whole:
		p.Wrong = wrong.Text
		return p, nil
	case errors.As(err, &wrong):
		return p, &problem{http.StatusUnprocessableEntity, "查询没有结果", wrong.Text, nil}
	case err != nil:
		return p, err
	}
	p.Asked, p.Result = true, result
	ask := url.Values{paramQuery: {p.Query}}
	p.JSON, p.CSV, p.XLSX = address("/sql.json", ask), address("/sql.csv", ask), address("/sql.xlsx", ask)
	p.Self = address("/sql", ask)
	for _, row := range result.Rows[:min(shownRows, len(result.Rows))] {
		p.Shown = append(p.Shown, sqlCells(result.Columns, row))
	}
	return p, nil
}

// askSQL asks a query when there is room for it.
func (s *server) askSQL(ctx context.Context, snapshot int, query string) (SQLResult, error) {
	if s.sql == nil {
		return SQLResult{}, QueryError{"这个看板没有开放 SQL 查询；可以在服务器上用命令 tongjian sql。"}
	}
	if len([]rune(query)) > longestQuery {
		return SQLResult{}, QueryError{fmt.Sprintf("查询语句超过 %d 个字，太长了；可以在服务器上用命令 tongjian sql。", longestQuery)}
	}
	wait, cancel := context.WithTimeout(ctx, queryPatience)
	defer cancel()
	select {
	case s.asking <- struct{}{}:
		defer func() { <-s.asking }()
	case <-wait.Done():
		return SQLResult{}, QueryError{"正在执行的查询太多，请过一会儿再试。"}
	}
	return s.sql.Ask(ctx, snapshot, query)
}

func sqlCells(columns []warehouse.Column, row []any) []sqlCell {
	cells := make([]sqlCell, len(row))
	for i, v := range row {
		cells[i] = sqlCell{Text: warehouse.Text(v, "NULL"), Numeric: columns[i].Numeric(), Null: v == nil}
	}
	return cells
}

// passing reports that a query was not answered: there may be room for it the next moment.
func (p SQLPage) passing() bool { return p.Wrong != "" }

// Shortened tells how many rows the page leaves to its exports.
func (p SQLPage) Shortened() bool { return len(p.Shown) < len(p.Result.Rows) }

// records are the rows as columns are named; of several columns of one name, the later ones are numbered.
func (p SQLPage) records() records {
	var r records
	var names []string
	for _, c := range p.Result.Columns {
		name := c.Name
		for n := 2; slices.Contains(names, name); n++ {
			name = fmt.Sprintf("%s_%d", c.Name, n)
		}
		names = append(names, name)
		r.columns = append(r.columns, column{name, name})
	}
	for _, row := range p.Result.Rows {
		values := make([]any, len(row))
		for i, v := range row {
			values[i] = sqlValue(p.Result.Columns[i], v)
		}
		r.rows = append(r.rows, values)
	}
	return r
}

// sqlValue is a value as exports take them: numbers exact, what is missing nil.
func sqlValue(c warehouse.Column, v any) any {
	switch v.(type) {
	case nil, bool:
		return v
	}
	text := warehouse.Text(v, "NULL")
	if c.Numeric() {
		if d, err := decimal.NewFromString(text); err == nil {
			return d
		}
	}
	return text
}
