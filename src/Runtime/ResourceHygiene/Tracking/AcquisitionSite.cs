using System.Runtime.CompilerServices;

namespace ResourceHygiene;

/// <summary>
/// The source position that acquired a resource, as compile-time constants: no stack trace is taken. Generated code
/// fills it from caller information.
/// </summary>
/// <param name="File">Path of the source file as the compiler saw it.</param>
/// <param name="Line">Line number, from 1; 0 where unknown.</param>
/// <param name="Member">Name of the member that acquired the resource.</param>
public readonly record struct AcquisitionSite(string File, int Line, string Member)
{
    /// <summary>Whether nothing is known about the position.</summary>
    public bool IsUnknown => string.IsNullOrEmpty(File);

    /// <summary>The position of the call, filled in by the compiler: for registrations written by hand.</summary>
    /// <param name="file">Leave it out.</param>
    /// <param name="line">Leave it out.</param>
    /// <param name="member">Leave it out.</param>
    public static AcquisitionSite Here(
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") => new(file, line, member);

    /// <summary>Whether both are the very same constants; quicker than equality, and never true where that is false.</summary>
    internal bool IsSame(in AcquisitionSite other) =>
        ReferenceEquals(File, other.File) && Line == other.Line && ReferenceEquals(Member, other.Member);

    /// <summary>File name without its folder, line and member: <c>ClipStudio.cs:42 (Load)</c>.</summary>
    public override string ToString()
    {
        if (IsUnknown)
            return "an unknown place";

        // The file may have been compiled on another system, so both separators count.
        var name = File.AsSpan(File.AsSpan().LastIndexOfAny('/', '\\') + 1);
        return string.IsNullOrEmpty(Member)
            ? string.Create(null, stackalloc char[128], $"{name}:{Line}")
            : string.Create(null, stackalloc char[128], $"{name}:{Line} ({Member})");
    }
}
