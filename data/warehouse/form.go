package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// FormError says that a snapshot cannot be read by this version of the program: its tables are those of another version. The
// warehouse has lost nothing by it: a snapshot of the newest state is made anew by publishing.
type FormError struct {
	Number int
	// Have is the schema version of the snapshot, Known that of this program.
	Have, Known int
	// Missing are tables and columns this program asks for and the snapshot lacks, as "fact.note"; empty where the versions say
	// enough.
	Missing []string
	// Newest is set when it is the newest snapshot of its directory, so that publishing helps.
	Newest bool
}

func (e *FormError) Error() string {
	if e.Have > e.Known {
		return fmt.Sprintf("快照 %06d 由更新版本的程序发布（结构版本 %d，本程序只认识到 %d）：请使用新版本的 tongjian", e.Number, e.Have, e.Known)
	}
	why := fmt.Sprintf("结构版本 %d，本程序为 %d", e.Have, e.Known)
	if len(e.Missing) > 0 {
		why = fmt.Sprintf("缺少 %s", strings.Join(e.Missing[:min(len(e.Missing), 3)], "、"))
	}
	if !e.Newest {
		return fmt.Sprintf("快照 %06d 由旧版本的程序发布（%s），本版本的网页不能按它显示；最新的快照不受影响", e.Number, why)
	}
	return fmt.Sprintf("最新的快照 %06d 由旧版本的程序发布（%s）：请执行 tongjian publish，按本版本重新发布一次；入库的数据不会改变", e.Number, why)
}

// checkForm gives a [FormError] unless a snapshot has every table and column this program's own have.
func checkForm(ctx context.Context, conn *sql.Conn, info SnapshotInfo) error {
	e := &FormError{Number: info.Number, Have: info.SchemaVersion, Known: schemaVersion()}
	if e.Have != e.Known {
		return e
	}
	if info.definitions == definitionsDigest() {
		return nil // made by the very statements of this program
	}
	want, err := snapshotColumns(ctx)
	if err != nil {
		return fmt.Errorf("tables of a snapshot: %w", err)
	}
	have, err := columnsOf(ctx, conn)
	if err != nil {
		return fmt.Errorf("tables of snapshot %d: %w", info.Number, err)
	}
	for _, column := range want {
		if _, there := slices.BinarySearch(have, column); !there {
			e.Missing = append(e.Missing, column)
		}
	}
	if len(e.Missing) > 0 {
		return e
	}
	return nil
}

// snapshotColumns lists the columns of the snapshots this program publishes, by publishing nothing into memory.
func snapshotColumns(ctx context.Context) (_ []string, err error) {
	db, err := openDatabase("", nil, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `ATTACH ':memory:' AS warehouse; USE warehouse`); err != nil {
		return nil, err
	}
	if err := migrate(ctx, conn, "memory"); err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, `ATTACH ':memory:' AS snapshot; USE snapshot; `+snapshotSchema); err != nil {
		return nil, err
	}
	if err := runPublishing(ctx, conn); err != nil {
		return nil, err
	}
	return columnsOf(ctx, conn)
}

// runPublishing runs the statements that fill a snapshot, which is the current database, from the warehouse beside it.
func runPublishing(ctx context.Context, conn *sql.Conn) error {
	files, err := fs.Glob(publishing, "publish/*.sql")
	if err != nil {
		return err
	}
	for _, name := range files {
		statements, err := publishing.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := conn.ExecContext(ctx, string(statements)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// columnsOf lists the columns of the current database as "table.column", sorted.
func columnsOf(ctx context.Context, conn *sql.Conn) (columns []string, err error) {
	const query = `SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_catalog = current_database()`
	err = EachRow(ctx, conn, query, func(scan func(...any) error) error {
		var column string
		err := scan(&column)
		columns = append(columns, column)
		return err
	})
	slices.Sort(columns)
	return columns, err
}
