using System.Runtime.InteropServices;
using System.Text;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>Texts as C has them: UTF-8, each with a zero at its end, and an array of pointers to them with a null at its end.</summary>
internal readonly unsafe ref struct NativeTexts : IDisposable
{
    private NativeTexts(byte** pointers) => Pointers = pointers;

    public byte** Pointers { get; }

    /// <summary>One block for all of it.</summary>
    [return: Owned]
    public static NativeTexts Of(ReadOnlySpan<string> texts)
    {
        var head = (texts.Length + 1) * sizeof(byte*);
        var size = head;
        foreach (var text in texts)
            size = checked(size + Encoding.UTF8.GetByteCount(text) + 1);

        var pointers = (byte**)NativeMemory.Alloc((nuint)size);
        var end = (byte*)pointers + size;
        var next = (byte*)pointers + head;
        for (var i = 0; i < texts.Length; i++)
        {
            pointers[i] = next;
            next += Encoding.UTF8.GetBytes(texts[i], new Span<byte>(next, (int)(end - next)));
            *next++ = 0;
        }
        pointers[texts.Length] = null;
        return new(pointers);
    }

    public void Dispose() => NativeMemory.Free(Pointers);
}
