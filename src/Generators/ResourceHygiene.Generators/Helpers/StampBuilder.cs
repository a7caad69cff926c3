using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Generators;

/// <summary>Adds up a number that two different inputs hardly ever share.</summary>
internal struct StampBuilder
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    public StampBuilder()
    {
    }

    public ulong Value { get; private set; } = FnvOffset;

    public void Add(ulong value) => Value = unchecked((((Value ^ (value >> 32)) * FnvPrime) ^ (value & uint.MaxValue)) * FnvPrime);

    public void AddText(SourceText text, int start, int end)
    {
        ulong stamp = Value;
        char[] buffer = new char[Math.Min(4096, end - start)];
        while (start < end)
        {
            int count = Math.Min(buffer.Length, end - start);
            text.CopyTo(start, buffer, 0, count);
            for (int i = 0; i < count; i++)
                stamp = unchecked((stamp ^ buffer[i]) * FnvPrime);
            start += count;
        }

        Value = stamp;
    }
}
