// 1,000 jobs in flight, two locked threads: million jobs a second.
package main

import (
	"fmt"
	"runtime"
	"time"
)

const flight, rounds = 1000, 2000

func main() {
	jobs, answers := make(chan int, flight), make(chan int, flight)
	for i := 0; i < 2; i++ {
		go func() {
			runtime.LockOSThread()
			for n := range jobs {
				answers <- n + 1
			}
		}()
	}
	begin := time.Now()
	for i := 0; i < flight; i++ {
		jobs <- i
	}
	for i := 0; i < flight*(rounds-1); i++ {
		jobs <- <-answers
	}
	for i := 0; i < flight; i++ {
		<-answers
	}
	fmt.Printf("%.3f\n", float64(flight*rounds)*1000/float64(time.Since(begin).Nanoseconds()))
}
