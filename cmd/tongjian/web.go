package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"

	"github.com/spf13/cobra"
	"golang.org/x/net/netutil"

	"tongjian/dashboard/front"
	"tongjian/data/warehouse"
)

// web is how pages get to their readers: encrypted or not, through which proxies, counted where.
type web struct {
	cert, key string
	proxies   []string
	metrics   string // address of a listener of its own; empty for none
	format    string // of the log
}

// addFlags gives a command the flags of a web.
func (o *web) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.cert, "tls-cert", "", "证书`文件`（PEM）；与 --tls-key 一起用时以 https 提供，文件更新后自动换用")
	c.Flags().StringVar(&o.key, "tls-key", "", "证书的私钥`文件`（PEM）")
	c.Flags().StringSliceVar(&o.proxies, "trusted-proxies", nil, "反向代理所在的`网段`，可以写几个；只采信从这里来的 X-Forwarded-For、-Proto、-Host")
	c.Flags().StringVar(&o.metrics, "metrics-addr", "", "另开一个`地址`提供 Prometheus 指标 /metrics，例如 127.0.0.1:9090")
	c.Flags().StringVar(&o.format, "log-format", "text", "日志`格式`：text 或 json")
}

// check refuses what cannot be carried out as written.
func (o *web) check() error {
	if (o.cert == "") != (o.key == "") {
		return usageError{errors.New("--tls-cert 和 --tls-key 要一起写")}
	}
	if _, err := front.ParseProxies(o.proxies); err != nil {
		return usageError{fmt.Errorf("--trusted-proxies: %w", err)}
	}
	if o.format != "" && o.format != "text" && o.format != "json" {
		return usageError{fmt.Errorf("--log-format %q: 应为 text 或 json", o.format)}
	}
	if o.metrics != "" {
		if _, _, err := net.SplitHostPort(o.metrics); err != nil {
			return usageError{fmt.Errorf("--metrics-addr %q: 应为 主机:端口，例如 127.0.0.1:9090", o.metrics)}
		}
	}
	return nil
}

// log is where the server tells what it does, a line each.
func (o *web) log(w io.Writer) *slog.Logger {
	if o.format == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}

// site is a web that has been opened.
type site struct {
	listener     net.Listener
	certificates *front.Certificates // nil: not encrypted
	proxies      front.Proxies
	metrics      *front.Metrics
	counted      net.Listener // where metrics are told; nil: nowhere
	log          *slog.Logger
}

// open reads the certificate and opens the address of the metrics, so that what is wrong with them is known before anything is served.
func (o *web) open(ctx context.Context, listener net.Listener, log *slog.Logger) (*site, error) {
	proxies, err := front.ParseProxies(o.proxies)
	if err != nil {
		return nil, err
	}
	w := &site{listener: netutil.LimitListener(listener, maxConnections), proxies: proxies, metrics: front.NewMetrics(), log: log}
	if o.cert != "" {
		if w.certificates, err = front.OpenCertificates(o.cert, o.key, log); err != nil {
			return nil, fmt.Errorf("证书不能用，请检查 --tls-cert 和 --tls-key：%w", err)
		}
	}
	if o.metrics != "" {
		if w.counted, err = (&net.ListenConfig{}).Listen(ctx, "tcp", o.metrics); err != nil {
			return nil, fmt.Errorf("不能在 %s 上提供指标，请检查 --metrics-addr：%w", o.metrics, err)
		}
	}
	return w, nil
}

// scheme begins the addresses of the pages.
func (w *site) scheme() string {
	if w.certificates != nil {
		return "https"
	}
	return "http"
}

// watch tells the metrics what is shown.
func (w *site) watch(snapshots *warehouse.Snapshots) {
	w.metrics.Gauge("tongjian_snapshot", "Number of the snapshot shown; 0 for none.", func() float64 {
		lease, err := snapshots.Acquire(context.Background())
		if err != nil {
			return 0
		}
		defer lease.Release()
		return float64(lease.Info().Number)
	})
}

// Limits on how many there are at once; those on each phase of a request are where the command is.
const (
	maxConnections = 2000
	maxStreams     = 100 // requests at once on one connection of HTTP/2
)

// server makes a server with all limits.
func (w *site) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeaderBytes, HTTP2: &http.HTTP2Config{MaxConcurrentStreams: maxStreams},
		ErrorLog: slog.NewLogLogger(w.log.Handler(), slog.LevelWarn),
	}
}

// serve answers with the pages until the context ends, then finishes the requests under way.
func (w *site) serve(ctx context.Context, pages http.Handler) error {
	servers := []*http.Server{w.server(w.proxies.Wrap(w.metrics.Wrap(pages)))}
	ended := make(chan error, 2)
	go func() {
		if w.certificates == nil {
			ended <- servers[0].Serve(w.listener)
			return
		}
		servers[0].TLSConfig = w.certificates.Config()
		ended <- servers[0].ServeTLS(w.listener, "", "")
	}()
	if w.counted != nil {
		told := http.NewServeMux()
		told.Handle("GET /metrics", w.metrics)
		servers = append(servers, w.server(told))
		go func() { ended <- servers[1].Serve(w.counted) }()
	}
	var failed error
	select {
	case err := <-ended:
		failed = fmt.Errorf("serving on %s: %w", w.listener.Addr(), err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	for _, server := range servers {
		if err := server.Shutdown(end); err != nil {
			failed = errors.Join(failed, fmt.Errorf("finishing requests under way: %w", err), server.Close())
		}
	}
	return failed
}
