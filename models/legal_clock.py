from datetime import date
def is_working_day(day: date) -> bool:
    return day.weekday() < 5
