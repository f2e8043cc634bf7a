package front

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// Certificates is a certificate with its key in two files, read again when one of them changes: a renewed certificate needs no new
// start, and connections under way are not disturbed.
type Certificates struct {
	cert, key string
	log       *slog.Logger
	mu        sync.Mutex
	current   *tls.Certificate
	read      [2]state // of the files when they were last read, whether that went well or not
}

// state tells one writing of a file from another.
type state struct {
	at   time.Time
	size int64
}

// OpenCertificates reads the two files, PEM both. The log is told of files that changed and could not be read: the certificate before
// them stays in use, since they may be half written.
func OpenCertificates(cert, key string, log *slog.Logger) (*Certificates, error) {
	c := &Certificates{cert: cert, key: key, log: log}
	now, err := c.states()
	if err != nil {
		return nil, err
	}
	if err := c.load(now); err != nil {
		return nil, err
	}
	return c, nil
}

// Config is for a listener: TLS 1.2 and 1.3, HTTP/2 and 1.1.
func (c *Certificates) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: c.get}
}

// get is asked at each handshake.
func (c *Certificates) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now, err := c.states()
	if err == nil && now != c.read {
		err = c.load(now)
	}
	if err != nil {
		c.log.Error("certificate", "err", err)
	}
	return c.current, nil
}

func (c *Certificates) states() (now [2]state, err error) {
	for i, name := range []string{c.cert, c.key} {
		info, err := os.Stat(name)
		if err != nil {
			return now, fmt.Errorf("certificate: %w", err)
		}
		now[i] = state{info.ModTime(), info.Size()}
	}
	return now, nil
}

// load reads the files as they are now. What could not be read is not tried again until it changes.
func (c *Certificates) load(now [2]state) error {
	c.read = now
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("certificate %s with key %s: %w", c.cert, c.key, err)
	}
	c.current = &pair
	return nil
}
