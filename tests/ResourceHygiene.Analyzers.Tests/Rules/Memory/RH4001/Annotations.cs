namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4001;

/// <summary>Families that annotations name.</summary>
public sealed class Annotations
{
    private const string Codec =
        """
        abstract class Codec
        {
            [return: Owned(Family = "handle.codec")] public abstract nint Open(string name);
            public abstract void Make([Owned(Family = "handle.codec")] out nint codec);
            public abstract void Finish([Releases(Family = "handle.codec")] nint codec);
            public abstract void Feed(nint codec);
            [DllImport("codec")] [return: Owned(Family = "handle.codec")] public static extern int codec_number(int kind);
            [DllImport("codec")] public static extern void codec_end([Releases(Family = "handle.codec")] int codec);
            [DllImport("codec")] public static extern int codec_fill([Owned(Family = "handle.codec")] nint* codec);
            [DllImport("codec")] public static extern void codec_drop([Releases(Family = "handle.codec")] nint codec);
        }

        """;

    [Theory]
    [InlineData("nint p = {|RH4001:codec.Open(text)|}; codec.Feed(p);")]
    [InlineData("codec.Make({|RH4001:out nint p|}); codec.Feed(p);")]
    [InlineData("nint p = {|RH4001:codec.Open(text)|}; if (flag) return; codec.Finish(p);")]
    [InlineData("int n = {|RH4001:Codec.codec_number(1)|}; if (n < 0) return; if (flag) return; Codec.codec_end(n);")]
    [InlineData("nint p; Codec.codec_fill({|RH4001:&p|}); codec.Feed(p);")]
    [InlineData("nint p = codec.Open(text); {|RH4002:Marshal.FreeHGlobal(p)|};")]
    public Task What_is_given_is_lost(string statements) => InMethod(statements);

    [Theory]
    [InlineData("nint p = codec.Open(text); try { codec.Feed(p); } finally { codec.Finish(p); }")]
    [InlineData("codec.Make(out nint p); codec.Finish(p);")]
    [InlineData("int n = Codec.codec_number(1); if (n >= 0) Codec.codec_end(n);")]
    [InlineData("nint p; if (Codec.codec_fill(&p) != 0) return; Codec.codec_drop(p);")]
    [InlineData("codec.Feed(0);")]
    public Task What_is_given_is_released(string statements) => InMethod(statements);

    private static Task InMethod(string statements) => MemoryCode.InFile($"unsafe {Codec}unsafe class C\n{{\nvoid M(Codec codec, string text, bool flag)\n{{\n{statements}\n}}\n}}");
}
