package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tongjian/data/regions"
	"tongjian/data/sample"
	"tongjian/data/warehouse"
)

// demoCommand sets everything up on a fresh machine: sample data, one real report, ingest, publish, serve.
func demoCommand(s streams) *cobra.Command {
	var (
		dir, addr string
		noServe   bool
	)
	c := &cobra.Command{
		Use:   "demo",
		Short: "一条命令看全貌：生成示例数据，连同一份真实报告入库，打开看板",
		Long: "生成虚构的示例市 2019—2025 年度的全部报告，连同开封市龙亭区政府办公室 2021 年度报告的真实数字一并入库、核验、发布，\n" +
			"然后打开看板。示例数据在每个网页上都有标明。",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if noServe {
				return prepareDemo(cmd.Context(), s, dir)
			}
			listener, err := listen(cmd.Context(), addr) // first: an address in use should not show after a minute's work
			if err != nil {
				return err
			}
			if err := prepareDemo(cmd.Context(), s, dir); err != nil {
				return errors.Join(err, listener.Close())
			}
			// What is invented may be seen by everybody; prepareDemo refuses to touch anything else.
			return serve(cmd.Context(), s, dir, listener, serving{door: entrance{publicView: true}})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "监听`地址`；端口写 0 由系统选一个")
	c.Flags().BoolVar(&noServe, "no-serve", false, "只准备数据，不打开看板")
	return c
}

// prepareDemo fills a data directory. Run again it changes nothing.
func prepareDemo(ctx context.Context, s streams, dir string) error {
	bringUpToDate(ctx, s, dir)
	if err := refuseRealData(ctx, dir); err != nil {
		return err
	}
	reports := filepath.Join(dir, "demo")
	if err := writeDemoSample(ctx, s, reports); err != nil {
		return err
	}
	if _, err := sample.WriteReal(filepath.Join(reports, "real")); err != nil {
		return err
	}
	agencies, _, err := regions.ReadRoster(filepath.Join(reports, sample.RosterFile))
	if err != nil {
		return fmt.Errorf("read sample roster: %w", err)
	}
	received, err := sample.ReadReceived(reports)
	if err != nil {
		return err
	}
	return withJob(ctx, s, dir, "tongjian demo", func(job *warehouse.Job) error {
		if _, err := job.ImportAgencies(ctx, agencies); err != nil {
			return err
		}
		fmt.Fprintln(s.err, "正在读取、核验、入库……")
		// What is invented came on invented days, nearly all in time: a demonstration a year later is not to show everybody late.
		run := ingestRun{s: s, receivedOf: received}
		return run.files(ctx, job, []string{filepath.Join(reports, sample.ReportsDir), filepath.Join(reports, "real")})
	})
}

// refuseRealData keeps invented figures out of a warehouse that holds an office's own.
func refuseRealData(ctx context.Context, dir string) error {
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		return err
	}
	defer snapshots.Close()
	lease, err := snapshots.Acquire(ctx)
	if errors.Is(err, warehouse.ErrNoSnapshot) {
		return nil
	}
	if err != nil {
		return err
	}
	defer lease.Release()
	if info := lease.Info(); info.Reports > 0 && !info.Sample {
		return fmt.Errorf("数据目录 %s 里已有 %d 份真实报告，不混入示例数据；演示请用 --data 指定另一个目录", dir, info.Reports)
	}
	return nil
}

// writeDemoSample writes the sample unless a finished one is there; half of one, from a run that was broken off, is replaced, and
// so is one from before samples told when each report came.
func writeDemoSample(ctx context.Context, s streams, dir string) error {
	finished := filepath.Join(dir, "finished")
	switch _, err := os.Stat(finished); {
	case err == nil && sampleHasDays(dir):
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("look for a finished sample: %w", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("remove older sample: %w", err)
	}
	generated, err := sample.Generate(sample.DefaultConfig())
	if err != nil {
		return err
	}
	total := len(generated.Reports)
	err = generated.Write(ctx, dir, func(done int) {
		if done%400 == 0 || done == total {
			fmt.Fprintf(s.err, "正在生成示例报告 %d / %d\n", done, total)
		}
	})
	if err != nil {
		return err
	}
	if err := os.WriteFile(finished, nil, 0o644); err != nil {
		return fmt.Errorf("mark sample as finished: %w", err)
	}
	return nil
}

// sampleHasDays reports whether a sample tells when its reports came.
func sampleHasDays(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, sample.ReceivedFile))
	return err == nil
}
