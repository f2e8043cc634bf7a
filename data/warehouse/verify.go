package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Problem is something in a data directory that is not as it was written.
type Problem struct {
	What   string // what is wrong, and where
	Advice string // what to do about it
}

// Verified is what a check of a data directory went through.
type Verified struct {
	Files    int   // contents under files/
	Bytes    int64 // of them
	Newest   SnapshotInfo
	Readable int // snapshots that could be opened
	Problems []Problem
	// Notes are what could not be checked, and what is worth knowing and no fault.
	Notes []string
}

func (v *Verified) problem(advice, format string, args ...any) {
	v.Problems = append(v.Problems, Problem{fmt.Sprintf(format, args...), advice})
}

func (v *Verified) note(format string, args ...any) {
	v.Notes = append(v.Notes, fmt.Sprintf(format, args...))
}

// What to do about each kind of fault.
const (
	adviceFile     = "从备份恢复（tongjian restore），或者把原件重新入库"
	adviceSnapshot = "执行 tongjian publish 重新发布；仍有问题时从备份恢复（tongjian restore）"
	adviceRestore  = "从备份恢复（tongjian restore）"
)

// Verify goes through all this package keeps: the bytes of every file against its name, every snapshot, what the newest says
// against itself and the files, and the warehouse against the newest snapshot. It changes nothing. The lock is held by the
// caller, so that no job is at work.
func (h *Hold) Verify(ctx context.Context) (*Verified, error) {
	v := &Verified{}
	there, err := v.files(ctx, filepath.Join(h.dir, filesDir))
	if err != nil {
		return nil, err
	}
	numbers, err := snapshotNumbers(h.dir)
	if err != nil {
		return nil, err
	}
	for _, number := range numbers {
		newest := number == numbers[len(numbers)-1]
		if err := v.snapshot(ctx, h.dir, number, newest, there); err != nil {
			return nil, err
		}
	}
	if len(numbers) == 0 {
		v.note("还没有发布过快照")
	}
	return v, v.warehouse(ctx, h.dir)
}

// files checks every content against its name, and gives the names.
func (v *Verified) files(ctx context.Context, dir string) (map[string]bool, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	there := make(map[string]bool, len(entries))
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		name := e.Name()
		if strings.HasPrefix(name, tempPrefix) {
			continue
		}
		if _, err := (Files{dir}).path(name); err != nil || e.IsDir() {
			v.note("files/%s 不是本程序存放的文件", name)
			continue
		}
		there[name] = true
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			v.problem("请检查磁盘和文件的权限，然后"+adviceFile, "files/%s 读不出来：%v", name, err)
			continue
		}
		sum, n, err := hashFrom(f)
		if err := errors.Join(err, f.Close()); err != nil {
			v.problem("请检查磁盘，然后"+adviceFile, "files/%s 读不出来：%v", name, err)
			continue
		}
		if sum != name {
			v.problem(adviceFile, "files/%s 的内容变了（%d 字节，校验值 %s）", name, n, sum)
		}
		v.Files, v.Bytes = v.Files+1, v.Bytes+n
	}
	return there, nil
}

// snapshot checks that a snapshot can be opened and is the one its name says; the newest is checked against itself.
func (v *Verified) snapshot(ctx context.Context, dir string, number int, newest bool, there map[string]bool) error {
	o, err := openReadOnly(ctx, snapshotPath(dir, number))
	if form, ok := errors.AsType[*FormError](err); ok {
		form.Newest = newest
		v.note("%v", form)
		v.Readable++ // it says what it is
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		advice := "可以删去这个文件：只影响按那一天查看；或者从备份恢复（tongjian restore）"
		if newest {
			advice = adviceSnapshot
		}
		v.problem(advice, "快照 %06d 打不开：%v", number, err)
		return nil
	}
	defer func() { _ = o.close() }() // only read
	v.Readable++
	if o.info.Number != number {
		v.problem("把文件改回原来的名字", "快照 %06d 的文件里写的是第 %d 号", number, o.info.Number)
	}
	if !newest {
		return nil
	}
	v.Newest = o.info
	for _, fault := range faults() {
		if err := v.ask(ctx, o.db, fault, number); err != nil {
			return err
		}
	}
	return v.referenced(ctx, o.db, there)
}

// fault is something no snapshot has: a query that counts, and what it counts.
type fault struct{ query, what string }

// faults are the identities between the tables of a snapshot.
func faults() []fault {
	return []fault{
		{`SELECT count(*) FROM (SELECT agency, year, scope FROM report WHERE live GROUP BY agency, year, scope HAVING count(*) > 1) AS twice`,
			"个机关在同一年度、同一口径有两份现行报告"},
		{`SELECT abs((SELECT count(*) FROM report WHERE live) - (SELECT reports FROM snapshot_info))`, "份报告与快照自己写明的份数不符"},
		{`SELECT count(*) FROM fact f LEFT JOIN report r ON r.id = f.report WHERE r.id IS NULL`, "个单元格不属于任何报告"},
		{`SELECT count(*) FROM fact WHERE (value IS NULL) = (state = 'number')`, "个单元格的数字与状态矛盾"},
		{`SELECT count(*) FROM report r LEFT JOIN source s ON s.sha256 = r.source WHERE s.sha256 IS NULL`, "份报告没有来源文件的记录"},
		{`SELECT count(*) FROM report r LEFT JOIN agency a ON a.id = r.agency WHERE a.id IS NULL`, "份报告的机关不在名录里"},
		{`SELECT count(*) FROM finding f LEFT JOIN report r ON r.id = f.report WHERE f.report <> 0 AND r.id IS NULL`, "项核验问题的报告不在"},
		{`SELECT count(*) FROM observation o JOIN (SELECT report, measure, applicant, count(*) AS n, max(value) AS value FROM fact
			GROUP BY report, measure, applicant) f ON f.report = o.report AND f.measure = o.measure AND f.applicant = o.applicant
			WHERE NOT o.derived AND f.n = 1 AND o.value IS DISTINCT FROM f.value`, "个图表所用的数与报告的单元格不符"},
		{`SELECT count(*) FROM rollup r JOIN (
			SELECT a.ancestor, o.year, o.measure, o.applicant, sum(o.value) AS value
			FROM observation o JOIN region_ancestor a ON a.code = o.region
			WHERE o.scope = 'own' GROUP BY a.ancestor, o.year, o.measure, o.applicant
			) s ON s.ancestor = r.region AND s.year = r.year AND s.measure = r.measure AND s.applicant = r.applicant
			WHERE r.basis = 'own' AND r.value IS DISTINCT FROM s.value`, "个合计不等于各份报告之和"},
		{`SELECT count(*) FROM complete c
			LEFT JOIN rollup r ON r.basis = 'own' AND r.region = c.region AND r.year = c.year AND r.measure = c.measure AND r.applicant = c.applicant
			WHERE r.value IS NULL OR c.reports > r.reported OR c.reports = r.reported AND c.value <> r.value`, "个比率的分子或分母与合计矛盾"},
	}
}

func (v *Verified) ask(ctx context.Context, db *sql.DB, f fault, number int) error {
	var n int64
	err := db.QueryRowContext(ctx, f.query).Scan(&n)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		v.problem(adviceSnapshot, "快照 %06d 读不出来：%v", number, err)
	case n > 0:
		v.problem(adviceSnapshot, "快照 %06d：%d %s", number, n, f.what)
	}
	return nil
}

// referenced checks that every file the snapshot knows is there.
func (v *Verified) referenced(ctx context.Context, db *sql.DB, there map[string]bool) error {
	const query = `SELECT sha256, max(name) FROM (SELECT sha256, name FROM source
		UNION ALL SELECT s.document_sha, s.name || '（读取结果）' FROM source s
		UNION ALL SELECT r.document_sha, s.name || '（读取结果）' FROM report r JOIN source s ON s.sha256 = r.source) AS wanted
		WHERE sha256 <> '' GROUP BY sha256 ORDER BY sha256`
	err := EachRow(ctx, db, query, func(scan func(...any) error) error {
		var sha, name string
		if err := scan(&sha, &name); err != nil {
			return err
		}
		if !there[sha] {
			v.problem(adviceFile, "缺少 files/%s：%s", sha, name)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("files of the newest snapshot: %w", err)
	}
	return nil
}

// warehouse compares the warehouse with the newest snapshot, table by table.
func (v *Verified) warehouse(ctx context.Context, dir string) error {
	path := filepath.Join(dir, warehouseFile)
	if _, err := os.Lstat(path); err != nil {
		if v.Newest.Number > 0 {
			v.problem(adviceRestore, "缺少 %s：已发布的快照还能看，但不能再入库", warehouseFile)
		}
		return nil
	}
	db, err := openDatabase(path, map[string][]string{"access_mode": {"READ_ONLY"}}, nil)
	if err != nil {
		v.problem(adviceRestore, "%s 打不开：%v", warehouseFile, err)
		return ctx.Err()
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		v.problem(adviceRestore, "%s 打不开：%v", warehouseFile, err)
		return ctx.Err()
	}
	defer conn.Close()
	var content int64
	if err := conn.QueryRowContext(ctx, `SELECT content FROM warehouse_state`).Scan(&content); err != nil {
		v.problem(adviceRestore, "%s 读不出来：%v", warehouseFile, err)
		return ctx.Err()
	}
	switch {
	case v.Newest.Number == 0:
		return nil
	case v.Newest.Origin.Number > 0:
		v.note("最新的快照 %06d 是退回到快照 %06d 的；入库的内容要等 tongjian publish 才显示", v.Newest.Number, v.Newest.Origin.Number)
		return nil
	case content != v.Newest.content:
		v.note("入库的内容比最新的快照 %06d 新：上一个任务没来得及发布，执行 tongjian publish 即可", v.Newest.Number)
		return nil
	}
	return v.same(ctx, conn, snapshotPath(dir, v.Newest.Number))
}

// same compares the tables of the warehouse with their copies in a snapshot.
func (v *Verified) same(ctx context.Context, conn *sql.Conn, snapshot string) error {
	if _, err := conn.ExecContext(ctx, `ATTACH `+quote(snapshot)+` AS snapshot (READ_ONLY)`); err != nil {
		return fmt.Errorf("compare with the newest snapshot: %w", err)
	}
	for _, table := range []string{"agency", "agency_alias", "deadline", "source", "report", "fact", "claim", "prose", "reading",
		"unmapped", "finding", "finding_cell"} {
		query := fmt.Sprintf(`SELECT count(*) FROM ((SELECT * FROM %[1]s EXCEPT ALL SELECT * FROM snapshot.%[1]s)
			UNION ALL (SELECT * FROM snapshot.%[1]s EXCEPT ALL SELECT * FROM %[1]s)) AS other`, table)
		var n int64
		err := conn.QueryRowContext(ctx, query).Scan(&n)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			v.problem(adviceRestore, "%s 的表 %s 读不出来：%v", warehouseFile, table, err)
		case n > 0:
			v.problem("执行 tongjian publish；仍有问题时"+adviceRestore, "%s 的表 %s 与最新的快照有 %d 行不同", warehouseFile, table, n)
		}
	}
	return nil
}
