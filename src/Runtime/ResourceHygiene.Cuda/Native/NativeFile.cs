using System.Runtime.InteropServices;

namespace ResourceHygiene.Cuda.Native;

/// <summary>
/// A shared library of the driver. Never unloaded once it was used: the driver has threads of its own, which would run on in
/// memory that is gone.
/// </summary>
internal sealed class NativeFile
{
    private readonly nint _handle;
    private readonly List<string> _missing = [];

    private NativeFile(nint handle, string name)
    {
        _handle = handle;
        Name = name;
    }

    /// <summary>The name under which it was found.</summary>
    public string Name { get; }

    /// <summary>Functions that were required and are not there.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>The first of several that can be loaded; null where none can.</summary>
    public static NativeFile? TryLoad(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            // On Windows from the system's directory alone, where the driver installs it, so that no file beside the program is taken for it.
            if (NativeLibrary.TryLoad(name, typeof(NativeFile).Assembly, DllImportSearchPath.System32, out var handle))
                return new NativeFile(handle, name);
        }
        return null;
    }

    /// <summary>A function without which nothing works; 0 and noted as missing where it is not there.</summary>
    public nint Require(string function)
    {
        if (NativeLibrary.TryGetExport(_handle, function, out var address))
            return address;

        _missing.Add(function);
        return 0;
    }

    /// <summary>The first of several functions, the preferred one first; 0 where there is none.</summary>
    public nint Find(params ReadOnlySpan<string> functions)
    {
        foreach (var function in functions)
        {
            if (NativeLibrary.TryGetExport(_handle, function, out var address))
                return address;
        }
        return 0;
    }
}
