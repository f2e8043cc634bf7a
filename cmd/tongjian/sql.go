package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"github.com/spf13/cobra"

	"tongjian/data/warehouse"
)

// sqlCommand answers a query of the user's own from the newest snapshot.
func sqlCommand(s streams) *cobra.Command {
	var (
		format string
		o      sqlOptions
	)
	c := &cobra.Command{
		Use:   "sql 查询语句",
		Short: "在最新快照上执行一条只读的 SQL 查询",
		Long: `在最新快照上执行一条只读的 SQL 查询（DuckDB 语法）。查询语句写 - 时从标准输入读取。

可以查的有两种表：与接口和数据包同名的数据表（observations、rollups、reports、findings 等，SHOW TABLES 列出，列的意思见
看板的“取数”页），以及快照里的原表（report、fact、rollup 等）。
只能查询：不能改数据、读写文件、安装扩展或改设置。
输出格式：table 对齐的表格，空值显示为 NULL；csv 为 UTF-8（无 BOM），空值为空；json 为对象的数组，空值为 null，
带小数的数以文本给出，一位不差；lines 供程序逐行读取：第一行是列，每行一个数组，最后一行是行数。
--rows、--time、--memory 限定结果的行数、用时和内存；超过用时或内存即停止，不给出部分结果。`,
		Example: `  tongjian sql "SHOW TABLES"
  tongjian sql "DESCRIBE observations"
  tongjian sql "SELECT region_name, year, value FROM rollups
                WHERE measure = 'requests.received' AND applicant = 'total' AND basis = 'own'"
  tongjian sql --format csv "SELECT * FROM coverage" > 报送情况.csv`,
		Args: argCount(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			write, ok := answerFormats()[format]
			if !ok {
				return usageError{fmt.Errorf("没有输出格式 %q；可用：table、csv、json、lines", format)}
			}
			if err := o.check(); err != nil {
				return usageError{err}
			}
			query := args[0]
			if query == "-" {
				b, err := io.ReadAll(s.in)
				if err != nil {
					return fmt.Errorf("读不到标准输入: %w", err)
				}
				query = string(b)
			}
			out := bufio.NewWriter(s.out)
			err := o.ask(c.Context(), query, func(a *warehouse.Answer) error { return write(out, a) })
			return errors.Join(out.Flush(), err)
		},
	}
	addDataFlag(c, &o.dir)
	c.Flags().StringVar(&format, "format", "table", "输出`格式`：table、csv、json 或 lines")
	c.Flags().IntVar(&o.snapshot, "snapshot", 0, "快照`编号`；默认是最新的")
	c.Flags().IntVar(&o.rows, "rows", 0, "至多给多少`行`；0 不限")
	c.Flags().DurationVar(&o.time, "time", 0, "至多执行多`久`，例如 10s；0 不限")
	c.Flags().StringVar(&o.memory, "memory", "", "至多用多少`内存`，例如 512MB；默认不限")
	return c
}

func answerFormats() map[string]func(io.Writer, *warehouse.Answer) error {
	return map[string]func(io.Writer, *warehouse.Answer) error{"table": writeTable, "csv": writeCSV, "json": writeJSON,
		"lines": writeLines}
}

// writeCSV writes the answer as comma-separated values under a line of column names. NULL is empty.
func writeCSV(out io.Writer, a *warehouse.Answer) error {
	w := csv.NewWriter(out)
	line := make([]string, len(a.Columns))
	for i, c := range a.Columns {
		line[i] = c.Name
	}
	if err := w.Write(line); err != nil {
		return err
	}
	err := a.Each(func(row []any) error {
		for i, v := range row {
			line[i] = warehouse.Text(v, "")
		}
		return w.Write(line)
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// writeJSON writes the answer as an array, one object a line, with the columns in their order.
func writeJSON(out io.Writer, a *warehouse.Answer) error {
	names := make([]string, len(a.Columns))
	for i, c := range a.Columns {
		if slices.ContainsFunc(a.Columns[:i], func(before warehouse.Column) bool { return before.Name == c.Name }) {
			return fmt.Errorf("有两列都叫 %s，写不成 JSON：请用 AS 改名", c.Name)
		}
		b, err := json.Marshal(c.Name)
		if err != nil {
			return err
		}
		names[i] = string(b)
	}
	fmt.Fprint(out, "[")
	separator := "\n"
	err := a.Each(func(row []any) error {
		fmt.Fprint(out, separator, "{")
		separator = ",\n"
		for i, v := range row {
			b, err := json.Marshal(v)
			if err != nil {
				return err
			}
			if i > 0 {
				fmt.Fprint(out, ",")
			}
			fmt.Fprintf(out, "%s:%s", names[i], b)
		}
		fmt.Fprint(out, "}")
		return nil
	})
	fmt.Fprintln(out, "\n]")
	return err
}

// writeTable writes the answer in columns, numbers to the right. Widths count a Chinese character as two; a text of
// several lines takes several lines of its column.
func writeTable(out io.Writer, a *warehouse.Answer) error {
	head := make([]string, len(a.Columns))
	for i, c := range a.Columns {
		head[i] = c.Name
	}
	lines := tableLines(head)
	body, rows := len(lines), 0
	err := a.Each(func(row []any) error {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = warehouse.Text(v, "NULL")
		}
		lines = append(lines, tableLines(cells)...)
		rows++
		return nil
	})
	if err != nil {
		return err
	}
	widths := make([]int, len(a.Columns))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	lines = slices.Insert(lines, body, rule(widths))
	for _, line := range lines {
		var b strings.Builder
		for i, cell := range line {
			pad := strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell))
			if a.Columns[i].Numeric() {
				cell = pad + cell
			} else {
				cell += pad
			}
			b.WriteString(cell + "  ")
		}
		fmt.Fprintln(out, strings.TrimRight(b.String(), " "))
	}
	if a.More {
		fmt.Fprintf(out, "（前 %d 行，还有更多）\n", rows)
		return nil
	}
	fmt.Fprintf(out, "（%d 行）\n", rows)
	return nil
}

// tableLines gives the lines a row of cells takes.
func tableLines(cells []string) [][]string {
	var lines [][]string
	for i, cell := range cells {
		for n, text := range strings.Split(strings.TrimRight(cell, "\n"), "\n") {
			if n == len(lines) {
				lines = append(lines, make([]string, len(cells)))
			}
			lines[n][i] = visible(text)
		}
	}
	return lines
}

func rule(widths []int) []string {
	parts := make([]string, len(widths))
	for i, w := range widths {
		parts[i] = strings.Repeat("-", w)
	}
	return parts
}

// visible shows control characters instead of sending them to the terminal: a cell's text is data.
func visible(s string) string {
	if !strings.ContainsFunc(s, unicode.IsControl) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unicode.IsControl(r) {
			q := fmt.Sprintf("%q", r)
			b.WriteString(q[1 : len(q)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
