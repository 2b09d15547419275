"""The list of system calls that a student's process may not make, as a filter for the kernel (classic BPF).

The jail's namespaces already hide files, processes and the network. The filter takes away what is left to try: new
programs and processes, new namespaces, other processes' memory, the kernel's seldom-walked corners, and memory that no
limit counts. Whatever is not named here is allowed. A refused call fails with EPERM, as if there were no permission.
"""

import functools
import platform
import struct

EPERM, ENOSYS = 1, 38
ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000
CLONE_THREAD = 0x00010000

# name: number on x86_64, number on aarch64 (None: there is no such call)
REFUSED = {
    "fork": (57, None), "vfork": (58, None),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "process_madvise": (440, 440),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "socket": (41, 198), "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "seccomp": (317, 277),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "acct": (163, 89), "syslog": (103, 116), "quotactl": (179, 60), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "fanotify_init": (300, 262), "inotify_init1": (294, 26),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "clock_adjtime": (305, 266), "adjtimex": (159, 171),
    "sethostname": (170, 161), "setdomainname": (171, 162), "iopl": (172, None), "ioperm": (173, None),
    "modify_ldt": (154, None), "personality": (135, 92), "vhangup": (153, 58), "uselib": (134, None),
    "mbind": (237, 235), "set_mempolicy": (238, 237), "migrate_pages": (256, 238), "move_pages": (279, 239),
}  # fmt: skip
PROGRAMS = {"execve": (59, 221), "execveat": (322, 281)}
CLONE, CLONE3 = (56, 220), (435, 435)
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


def supported() -> bool:
    """Whether this machine's processor is one whose calls are listed."""
    return platform.machine() in ARCHITECTURES


@functools.cache
def program(programs: bool = False) -> bytes:
    """Return the filter as the kernel's instructions; with ``programs`` a new program may still be started."""
    column, architecture = ARCHITECTURES[platform.machine()]
    refused = [numbers[column] for numbers in REFUSED.values() if numbers[column] is not None]
    if not programs:
        refused += [numbers[column] for numbers in PROGRAMS.values()]
    load, jump_equal, jump_at_least, jump_bits, give = 0x20, 0x15, 0x35, 0x45, 0x06
    code = [
        (load, 0, 0, 4), (jump_equal, 1, 0, architecture), (give, 0, 0, KILL),
        (load, 0, 0, 0),
    ]  # fmt: skip
    if column == 0:  # the x32 calls of x86_64 begin at bit 30: none of them
        code += [(jump_at_least, 0, 1, 0x40000000), (give, 0, 0, KILL)]
    # A thread may be made; a process may not. clone3 hides its flags in memory, so libc is told to use clone.
    code += [
        (jump_equal, 0, 1, CLONE3[column]), (give, 0, 0, FAIL | ENOSYS),
        (jump_equal, 0, 4, CLONE[column]), (load, 0, 0, 16), (jump_bits, 1, 0, CLONE_THREAD),
        (give, 0, 0, FAIL | EPERM), (give, 0, 0, ALLOW),
    ]  # fmt: skip
    for number in refused:
        code += [(jump_equal, 0, 1, number), (give, 0, 0, FAIL | EPERM)]
    code.append((give, 0, 0, ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
