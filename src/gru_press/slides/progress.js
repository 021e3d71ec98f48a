// A deck keeps nothing of what was answered: next year's room has not answered yet.

export const createProgress = () => ({ get() {}, set() {} });
