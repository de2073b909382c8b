// The next value of a goroutine that sends values over a channel, ns each.
package main

import (
	"fmt"
	"time"
)

const rounds = 2000000

func numbers(count int) <-chan int {
	values := make(chan int)
	go func() {
		defer close(values)
		for i := 0; i < count; i++ {
			values <- i
		}
	}()
	return values
}

func main() {
	sum := 0
	begin := time.Now()
	for v := range numbers(rounds) {
		sum += v
	}
	fmt.Printf("%.3f\n", float64(time.Since(begin).Nanoseconds())/rounds)
	if sum != rounds*(rounds-1)/2 {
		panic("a wrong sum")
	}
}
