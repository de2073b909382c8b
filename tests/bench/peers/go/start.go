// Start and await of an empty goroutine, ns each.
package main

import (
	"fmt"
	"time"
)

const rounds = 2000000

func empty(done chan<- int) { done <- 0 }

func main() {
	done := make(chan int)
	begin := time.Now()
	for i := 0; i < rounds; i++ {
		go empty(done)
		<-done
	}
	fmt.Printf("%.3f\n", float64(time.Since(begin).Nanoseconds())/rounds)
}
