package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tongjian/data/keep"
	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// backupCommand writes a data directory into one file.
func backupCommand(s streams) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "backup 文件",
		Short: "把数据目录备份成一个文件（.zip）；看板开着也可以",
		Long: `把数据目录备份成一个 ZIP 文件：入库的内容、全部快照、全部原件、说明和审计日志，以及目录里的其他文件。

看板开着也可以备份；有入库任务在进行时等它结束，备份开头的几秒里新任务要等一等。备份写完后从头读一遍，与清单逐个核对，
核对无误才有正式的文件名。已有的文件不覆盖；请存到别的磁盘上。`,
		Example: `  tongjian backup /mnt/备份/通鉴-2026-02-01.zip`,
		Args:    argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			started := time.Now()
			m, err := keep.Backup(cmd.Context(), dir, args[0], keepOptions(s, "tongjian backup", "备份"))
			if err != nil {
				return err
			}
			size := ""
			if info, err := os.Stat(args[0]); err == nil {
				size = "，压缩后 " + byteCount(info.Size())
			}
			fmt.Fprintf(s.out, "已备份到 %s：%d 个文件，%s%s；%s；用时 %.1f 秒\n", args[0], len(m.Files), byteCount(m.Bytes()), size,
				describeManifest(m), time.Since(started).Seconds())
			return recordKept(cmd.Context(), dir, office.ActionBackup, describeManifest(m))
		},
	}
	addDataFlag(c, &dir)
	return c
}

// restoreCommand puts a backup into a new directory.
func restoreCommand(s streams) *cobra.Command {
	var (
		dir     string
		damaged bool
		check   bool
	)
	c := &cobra.Command{
		Use:   "restore 备份文件",
		Short: "把备份恢复到一个新的或空的目录；先逐个核对再放进去",
		Long: `把备份恢复到一个新的或空的目录。先在旁边展开，逐个文件与清单核对，再像 tongjian verify 那样整个核对一遍，都对了才放进去；
中途失败或被中断，目标目录不变。不会覆盖任何已有的数据：要换回来，先把原来的目录改名。`,
		Example: `  tongjian restore --data /srv/通鉴-恢复 /mnt/备份/通鉴-2026-02-01.zip
  tongjian restore --check /mnt/备份/通鉴-2026-02-01.zip      只核对备份，不写任何文件`,
		Args: argCount(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			started := time.Now()
			if check {
				m, err := keep.CheckBackup(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				fmt.Fprintf(s.out, "备份完好：%d 个文件，%s；%s\n", len(m.Files), byteCount(m.Bytes()), describeManifest(m))
				return nil
			}
			o := keepOptions(s, "tongjian restore", "恢复")
			o.Damaged = damaged
			m, err := keep.Restore(cmd.Context(), args[0], dir, o)
			if err != nil {
				return err
			}
			fmt.Fprintf(s.out, "已恢复到 %s：%d 个文件，%s；%s；用时 %.1f 秒\n", dir, len(m.Files), byteCount(m.Bytes()), describeManifest(m),
				time.Since(started).Seconds())
			return recordKept(cmd.Context(), dir, office.ActionRestore, describeManifest(m))
		},
	}
	addDataFlag(c, &dir)
	c.Flags().BoolVar(&check, "check", false, "只核对备份，不恢复")
	c.Flags().BoolVar(&damaged, "damaged", false, "备份时数据就已损坏的，也照样恢复出来")
	return c
}

// keepOptions are how a command keeps: it says whom it waits for, and shows progress on a terminal.
func keepOptions(s streams, command, doing string) keep.Options {
	o := keep.Options{Command: command, Notice: func(h warehouse.Holder) {
		fmt.Fprintf(s.err, "另一个任务正在写入，等待其完成：%s\n", h)
	}}
	f, ok := s.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return o
	}
	var bar *progressbar.ProgressBar
	o.Progress = func(done, total int) {
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(doing),
				progressbar.OptionShowCount(), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionFullWidth(),
				progressbar.OptionOnCompletion(func() { fmt.Fprintln(f) }))
		}
		_ = bar.Set(done) // of the terminal only
	}
	return o
}

// recordKept writes down in the office's audit log, where there is one, what was done with the data directory.
func recordKept(ctx context.Context, dir string, action office.Action, detail string) error {
	if !office.Exists(dir) {
		return nil
	}
	return recordChanged(ctx, dir, action, detail)
}

// recordChanged writes into the audit log that somebody at the command line has changed what is stored.
func recordChanged(ctx context.Context, dir string, action office.Action, detail string) error {
	return withOffice(ctx, dir, func(store *office.Store) error {
		return store.Record(ctx, operator(), action, "data", detail)
	})
}

// describeManifest says which state a backup is.
func describeManifest(m keep.Manifest) string {
	state := "没有发布过快照"
	if m.Snapshot > 0 {
		state = fmt.Sprintf("快照 %06d（%d 份报告，%d 个机关）", m.Snapshot, m.Reports, m.Agencies)
	}
	if m.Audit.Entries > 0 {
		state += fmt.Sprintf("，审计日志 %d 条", m.Audit.Entries)
	}
	return state
}

// byteCount writes a size for people.
func byteCount(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d 字节", n)
	case n < 1<<20:
		return fmt.Sprintf("%.1f KB", float64(n)/(1<<10))
	case n < 1<<30:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.2f GB", float64(n)/(1<<30))
}

// needDir refuses a data directory that is not there: looking after one must not make one.
func needDir(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = fs.ErrInvalid
	}
	if err != nil {
		return fmt.Errorf("没有数据目录 %s，请用 --data 指定：%w", dir, err)
	}
	return nil
}
