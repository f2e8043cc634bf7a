package front

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the networks of the reverse proxies in front of the server. None is trusted unless it is named here.
type Proxies []netip.Prefix

// ParseProxies reads networks (10.1.0.0/16) and single addresses (10.1.2.3). The error names what is neither.
func ParseProxies(texts []string) (Proxies, error) {
	var proxies Proxies
	for _, text := range texts {
		if addr, err := netip.ParseAddr(text); err == nil {
			proxies = append(proxies, netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("%q 不是网段（例如 10.1.0.0/16），也不是地址", text)
		}
		if prefix.Bits() == 0 {
			return nil, fmt.Errorf("%q 是所有地址：那样谁都可以冒充代理，请写代理所在的网段", text)
		}
		proxies = append(proxies, prefix.Masked())
	}
	return proxies, nil
}

// trust reports whether an address is that of a proxy.
func (p Proxies) trust(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	for _, prefix := range p {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

// Wrap gives a handler that sees a request as the trusted proxy received it: X-Forwarded-For, -Proto and -Host. Of anybody else these
// headers are left alone and change nothing: RemoteAddr, TLS and Host are those of the connection.
func (p Proxies) Wrap(next http.Handler) http.Handler {
	if len(p) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || !p.trust(peer.Addr()) {
			next.ServeHTTP(w, r)
			return
		}
		told := r.Clone(r.Context())
		if client, ok := p.client(r.Header.Values("X-Forwarded-For")); ok {
			told.RemoteAddr = net.JoinHostPort(client.String(), "0")
		}
		if strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") && r.TLS == nil {
			told.TLS = &tls.ConnectionState{HandshakeComplete: true} // that of the proxy, of which nothing else is known
		}
		if host := r.Header.Get("X-Forwarded-Host"); isHost(host) {
			told.Host = host
		}
		next.ServeHTTP(w, told)
	})
}

// client is the last address in the chain that is no proxy of ours: those before it were told by whoever sent them.
func (p Proxies) client(headers []string) (netip.Addr, bool) {
	chain := strings.Split(strings.Join(headers, ","), ",")
	for i := len(chain) - 1; i >= 0; i-- {
		addr, err := addressIn(strings.TrimSpace(chain[i]))
		if err != nil {
			return netip.Addr{}, false
		}
		if !p.trust(addr) {
			return addr, true
		}
	}
	return netip.Addr{}, false
}

// addressIn reads an address with or without a port.
func addressIn(text string) (netip.Addr, error) {
	if with, err := netip.ParseAddrPort(text); err == nil {
		return with.Addr().Unmap(), nil
	}
	addr, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return addr.Unmap(), err
}

// isHost reports whether a text can be the name or address of a host, with or without a port.
func isHost(text string) bool {
	const longest = 255
	if text == "" || len(text) > longest {
		return false
	}
	for _, c := range text {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune(".-_:[]", c) {
			return false
		}
	}
	return true
}
