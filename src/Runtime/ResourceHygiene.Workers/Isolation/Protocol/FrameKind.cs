namespace ResourceHygiene.Workers;

/// <summary>What a frame says. Numbers are the protocol: never reused.</summary>
internal enum FrameKind : byte
{
    /// <summary>Worker: here I am; value is the process id, the body names service and contract.</summary>
    Hello = 1,

    /// <summary>Worker, instead of Hello: I cannot serve you; the body says why.</summary>
    Refusal = 2,

    /// <summary>Parent: warm up.</summary>
    Rehearse = 3,

    /// <summary>Worker: warm.</summary>
    Ready = 4,

    /// <summary>Parent: the unit begins; the body is its name, and where segments are files, should they be. Not answered.</summary>
    Begin = 5,

    /// <summary>Parent: run a command; the body is its arguments, value is 0 or <see cref="FrameHeader.MeasureNow"/>.</summary>
    Request = 6,

    /// <summary>Worker: its result; value is the process's memory in bytes.</summary>
    Reply = 7,

    /// <summary>Worker: it threw; the body says what.</summary>
    Fault = 8,

    /// <summary>Parent: the call of this correlation is no longer wanted. Not answered.</summary>
    Cancel = 9,

    /// <summary>Parent: are you there?</summary>
    Ping = 10,

    /// <summary>Worker: yes; value is the process's memory in bytes.</summary>
    Pong = 11,

    /// <summary>Worker: I need room for a result; value is its size in bytes.</summary>
    Rent = 12,

    /// <summary>Parent: here it is, as the frame's one payload; none where there is no room, and the body says why.</summary>
    Rented = 13,

    /// <summary>Parent: let go of the unit and end; value is how long that may take, in milliseconds. Not answered.</summary>
    End = 14,

    /// <summary>Parent: the segment of this number (value) is gone; unmap it. Not answered.</summary>
    Forget = 15,
}
