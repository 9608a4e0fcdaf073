"""One case as a folder that opens without Licet: a page, the events, the attachments, the papers, and a program that checks them all.

The folder holds everything that is internal to the case. It is for the file, an auditor or a court, and never for the applicant.
"""
