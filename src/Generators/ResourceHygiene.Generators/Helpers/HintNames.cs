using System.Globalization;
using System.Text;

namespace ResourceHygiene.Generators;

/// <summary>
/// File names of generated sources. Two equal ones make the compiler discard everything that the generator wrote, and
/// it compares them without regard to case; a hash of the exact name keeps them apart. Long ones exceed path limits.
/// </summary>
internal static class HintNames
{
    private const int MaxReadableLength = 38;
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>The file name for a type.</summary>
    /// <param name="fullMetadataName">Namespace, containing types and arity, for example <c>Media.Studio+Cache`1</c>.</param>
    public static string For(string fullMetadataName)
    {
        ulong hash = Hash(fullMetadataName);
        var name = new StringBuilder();
        foreach (char c in fullMetadataName)
            name.Append(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' ? c : c == '+' ? '.' : '_');

        // A whole name can only meet one that differs in case or in a replaced character: half the hash is plenty.
        // A cut one can meet any other of the same beginning.
        if (name.Length <= MaxReadableLength)
            name.Append('.').Append(((uint)(hash ^ (hash >> 32))).ToString("x8", CultureInfo.InvariantCulture));
        else
            name.Remove(MaxReadableLength, name.Length - MaxReadableLength).Append('.').Append(hash.ToString("x16", CultureInfo.InvariantCulture));

        return name.Append(".g.cs").ToString();
    }

    /// <summary>A number for a text that is the same in every process, which <c>string.GetHashCode</c> is not.</summary>
    public static ulong Hash(string text)
    {
        ulong hash = FnvOffset;
        foreach (char c in text)
            hash = unchecked((hash ^ c) * FnvPrime);
        return hash;
    }
}
