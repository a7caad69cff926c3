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
        bool isWhole = fullMetadataName.Length <= MaxReadableLength;
        foreach (char c in fullMetadataName)
        {
            bool isPlain = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_';
            isWhole &= isPlain || c is '+' or '`' or '@';
            name.Append(isPlain ? c : c == '+' ? '.' : '_');
        }

        // A whole name can only meet one that differs in case or in a mark of its own: half the hash is plenty. A cut one can meet any
        // other of the same beginning, and one in another script any other of the same length.
        if (isWhole)
            name.Append('.').Append(((uint)(hash ^ (hash >> 32))).ToString("x8", CultureInfo.InvariantCulture));
        else
            name.Remove(Math.Min(name.Length, MaxReadableLength), Math.Max(0, name.Length - MaxReadableLength)).Append('.').Append(hash.ToString("x16", CultureInfo.InvariantCulture));

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
