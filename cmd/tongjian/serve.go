package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"tongjian/dashboard"
	"tongjian/dashboard/letters"
	"tongjian/data/warehouse"
	"tongjian/ingest"
)

// serveCommand serves the pages of the newest snapshot.
func serveCommand(s streams) *cobra.Command {
	var (
		dir, addr string
		door      entrance
		way       web
		convert   convertFlag
	)
	c := &cobra.Command{
		Use:   "serve",
		Short: "打开看板：在浏览器里看最新快照",
		Long: "打开看板。网页显示最新发布的快照；发布了新快照，下一次打开网页就是新的。\n" +
			"各单位在“发送报告”页报送，政务公开办在“收件”页接收或退回；接收的报告和收件文件夹 inbox 里的文件由本程序读入、核验、入库并发布。\n" +
			"在“核验”页可以就问题写说明；说明另存，不改动报告的任何数据。\n" +
			"默认只有本机能访问，不必登录。要让同一网络的人访问，先用 tongjian user add 建账号，再用 --addr 0.0.0.0:8080 打开。",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := errors.Join(door.check(), way.check()); err != nil {
				return err
			}
			converter, err := convert.find()
			if err != nil {
				return err
			}
			listener, err := listen(cmd.Context(), addr)
			if err != nil {
				return err
			}
			return serve(cmd.Context(), s, dir, listener, serving{door, way, converter})
		},
	}
	addDataFlag(c, &dir)
	door.addFlags(c)
	way.addFlags(c)
	convert.add(c)
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "监听`地址`；端口写 0 由系统选一个")
	return c
}

// Limits on every phase of a request. A page takes milliseconds; only sending an original to a slow reader takes long.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 2 * time.Minute
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
	// shutdownTimeout is how long requests under way have after the program is told to stop.
	shutdownTimeout = 10 * time.Second
)

// listen opens the address to serve on.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	if _, _, err := net.SplitHostPort(addr); err != nil {
		return nil, usageError{fmt.Errorf("--addr %q: 应为 主机:端口，例如 127.0.0.1:8080", addr)}
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s 已被占用（看板是不是已经打开？）：请用 --addr 换一个端口", addr)
	case err != nil:
		return nil, fmt.Errorf("不能在 %s 上监听，请检查 --addr：%w", addr, err)
	}
	return listener, nil
}

// serving is how a data directory is served.
type serving struct {
	door      entrance
	way       web
	converter *ingest.Converter // of rich text people send; nil leaves it unread
}

// serve serves the pages of a data directory until the context ends, then finishes the requests under way. It prints the
// address as one line when it answers there, and closes the listener.
func serve(ctx context.Context, s streams, dir string, listener net.Listener, how serving) (failed error) {
	defer listener.Close()
	dashboard.EaseHeap()
	addr := listener.Addr()
	log := how.way.log(s.err)
	opened, err := how.way.open(ctx, listener, log)
	if err != nil {
		return err
	}
	bringUpToDate(ctx, s, dir)
	snapshots, err := warehouse.OpenSnapshots(dir)
	if err != nil {
		return fmt.Errorf("opening %s: %w", dir, err)
	}
	defer snapshots.Close()
	store, err := officeToServe(ctx, s, dir)
	if err != nil {
		return err
	}
	if store != nil {
		defer func() { _ = store.Close() }() // what was written is safe
	}
	atWork, err := startWork(ctx, dir, store, snapshots, log, how.converter)
	if err != nil {
		return err
	}
	defer func() { failed = errors.Join(failed, atWork.stop()) }()
	config := dashboard.Config{Snapshots: snapshots, Files: warehouse.OpenFiles(dir), Log: log, Office: store,
		Wording: filepath.Join(dir, letters.TemplateFile), DrawPlace: ingest.DrawPlace, Sending: atWork.sending(ctx.Done())}
	if err := how.door.configure(ctx, store, addr, &config); err != nil {
		return err
	}
	if config.SQL, err = newSQL(dir); err != nil {
		return err
	}
	handler, err := dashboard.New(config)
	if err != nil {
		return err
	}
	warming, cool := context.WithCancel(ctx)
	var background sync.WaitGroup
	background.Go(func() { handler.KeepWarm(warming) })
	defer background.Wait()
	defer cool()
	fmt.Fprint(s.err, notice(addr, config, opened.certificates != nil))
	fmt.Fprintf(s.out, "地址 %s://%s/\n", opened.scheme(), addr)
	opened.watch(snapshots)
	return opened.serve(ctx, handler)
}
