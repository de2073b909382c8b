// The tree of 1,000,000 leaves, ten children a node, ms.
package main

import (
	"fmt"
	"os"
	"time"
)

func skynet(result chan<- int, number, size int) {
	if size == 1 {
		result <- number
		return
	}
	children := make(chan int, 10)
	for i := 0; i < 10; i++ {
		go skynet(children, number+i*(size/10), size/10)
	}
	sum := 0
	for i := 0; i < 10; i++ {
		sum += <-children
	}
	result <- sum
}

func main() {
	result := make(chan int)
	begin := time.Now()
	go skynet(result, 0, 1000000)
	sum := <-result
	fmt.Printf("%.3f\n", float64(time.Since(begin).Nanoseconds())/1e6)
	if sum != 499999500000 {
		os.Exit(1)
	}
}
