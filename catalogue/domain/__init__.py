"""What a description is: profile, record, report, page, errors. No input or output."""
