// Five times at once: sleep 1 s, then test a prime by trial division, s.
package main

import (
	"fmt"
	"os"
	"time"
)

func isPrime(n uint32) bool {
	for d := uint32(2); d < n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return n > 1
}

func main() {
	primes := make(chan bool)
	begin := time.Now()
	for i := 0; i < 5; i++ {
		go func() {
			time.Sleep(time.Second)
			primes <- isPrime(16769023)
		}()
	}
	for i := 0; i < 5; i++ {
		if !<-primes {
			os.Exit(1)
		}
	}
	fmt.Printf("%.5f\n", time.Since(begin).Seconds())
}
