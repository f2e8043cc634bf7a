// Package front is what stands between a connection and the pages: certificates that are read again when they change, whom to
// believe about where a request came from, and how often and how fast each address was answered.
//
// Requests pass through [Proxies.Wrap] first, so that everything behind it sees the reader's address, host and scheme where a trusted
// proxy told them, and those of the connection otherwise. [Metrics.Wrap] counts by the pattern of the address, which the router
// tells with [Named]: never by the address itself, which grows with the data and names what was looked at.
package front
