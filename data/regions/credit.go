package regions

import (
	"fmt"
	"strings"
)

// creditAlphabet are the characters of a social credit code; the place of each is its value. I, O, S, V and Z are not used.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// CheckCreditCode tells what is wrong with a 统一社会信用代码 by GB 32100: its length, a character, the check digit. It is
// for a warning only: genuine codes of the pilot years fail it.
func CheckCreditCode(code string) error {
	if len(code) != 18 {
		return fmt.Errorf("应为18位，现为%d位", len([]rune(code)))
	}
	sum, weight := 0, 1
	for i, r := range code {
		value := strings.IndexRune(creditAlphabet, r)
		if value < 0 {
			return fmt.Errorf("第%d位“%c”不是代码所用的字符", i+1, r)
		}
		if i < 17 {
			sum += value * weight
			weight = weight * 3 % 31
			continue
		}
		if want := (31 - sum%31) % 31; value != want {
			return fmt.Errorf("校验位应为%c，现为%c", creditAlphabet[want], r)
		}
	}
	return nil
}
