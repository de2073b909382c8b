// A producer and a consumer over a buffered channel of 100, ns an item.
package main

import (
	"fmt"
	"time"
)

const items = 10000000

func main() {
	queue := make(chan int, 100)
	begin := time.Now()
	go func() {
		for i := 0; i < items; i++ {
			queue <- i
		}
	}()
	sum := 0
	for i := 0; i < items; i++ {
		sum += <-queue
	}
	fmt.Printf("%.3f\n", float64(time.Since(begin).Nanoseconds())/items)
}
