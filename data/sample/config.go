package sample

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
)

// Config says how large a sample to generate. See [DefaultConfig].
type Config struct {
	// Seed chooses among the possible samples.
	Seed uint64
	// Regions is the number of districts, 1 to 9.
	Regions int
	// Agencies is the number of agencies of each district that report on themselves, 1 to [MaxAgencies].
	Agencies int
	// From and To are the first and last report year; the form of 2019 is the first there is.
	From, To int
	// ErrorRate is the share of reports with a planted mistake, 0 to 1.
	ErrorRate float64
}

// DefaultConfig is the sample the demonstration shows.
func DefaultConfig() Config {
	return Config{Seed: 1, Regions: 9, Agencies: 25, From: 2019, To: 2025, ErrorRate: 0.08}
}

// Check says what is wrong with a configuration.
func (c Config) Check() error {
	switch {
	case c.Regions < 1 || c.Regions > len(districtCharacters()):
		return fmt.Errorf("区县数应为 1 至 %d，现为 %d", len(districtCharacters()), c.Regions)
	case c.Agencies < 1 || c.Agencies > MaxAgencies():
		return fmt.Errorf("每个区县的机关数应为 1 至 %d，现为 %d", MaxAgencies(), c.Agencies)
	case c.From < 2019 || c.To > 2035 || c.From > c.To:
		return fmt.Errorf("年度应在 2019 至 2035 之间且先后有序，现为 %d-%d", c.From, c.To)
	case !(c.ErrorRate >= 0 && c.ErrorRate <= 1):
		return fmt.Errorf("错误比例应为 0 至 1，现为 %v", c.ErrorRate)
	}
	return nil
}

// stream gives a source of chance of its own to each purpose, so that one more agency or year changes nothing elsewhere.
func (c Config) stream(purpose ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprintln(h, purpose...)
	return rand.New(rand.NewPCG(c.Seed, h.Sum64()))
}
