// Package check puts a report to the checks declared in data/checks and gives its findings. A check compares; it never changes
// a fact and never blocks loading. Each message is one sentence in the form's own words, with both numbers; the finding lists
// every cell involved.
package check
