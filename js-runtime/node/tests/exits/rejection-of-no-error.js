// expect exit 1
// expect stderr ERR_UNHANDLED_REJECTION
// expect stderr reason "5"
Promise.reject(5);
