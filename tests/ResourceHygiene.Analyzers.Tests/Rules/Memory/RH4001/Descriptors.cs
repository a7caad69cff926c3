namespace ResourceHygiene.Analyzers.Tests.Rules.Memory.RH4001;

/// <summary>Handles that are whole numbers, and addresses that are written through a pointer: what contract lines say about them.</summary>
public sealed class Descriptors
{
    private const string Imports =
        """
        [DllImport("libc")] static extern int open(string path, int flags);
        [DllImport("libc")] static extern int close(int fd);
        [DllImport("libc")] static extern nint read(int fd, byte* data, nint count);
        [DllImport("libc")] static extern int codec_init(int kind, nint* codec);
        [DllImport("libc")] static extern void codec_free(nint codec);
        [DllImport("libc")] static extern int surface_make(void** surface, int size);
        [DllImport("libc")] static extern int surface_drop(void* surface);
        int _fd;
        static extern void Check(int status);

        """;

    private const string Lines =
        """
        E:codec_init    owned 2 as handle.codec
        E:codec_free    releases 1 as handle.codec
        E:surface_make  owned 1 as handle.surface
        E:surface_drop  releases 1 as handle.surface
        """;

    [Theory]
    [InlineData("int fd = {|RH4001:open(text, 0)|}; byte b; read(fd, &b, 1);")]
    [InlineData("int fd = {|RH4001:open(text, 0)|}; if (fd < 0) return; byte b; read(fd, &b, 1);")]
    [InlineData("int fd = {|RH4001:open(text, 0)|}; if (fd == -1) return; byte b; if (read(fd, &b, 1) < 0) return; close(fd);")]
    [InlineData("int fd = {|RH4001:open(text, 0)|}; if (fd < 0) throw new IOException(); if (flag) return; close(fd);")]
    [InlineData("int fd = {|RH4001:open(text, 0)|}; if (fd >= 0) { if (flag) return; close(fd); }")]
    [InlineData("int fd = {|RH4001:open(text, 0)|}; if (fd != -1) { if (flag) return; close(fd); }")]
    [InlineData("{|RH4001:open(text, 0)|};")]
    public Task A_descriptor_that_is_lost(string statements) => InMethod(statements);

    [Theory]
    [InlineData("int fd = open(text, 0); if (fd < 0) return; try { byte b; read(fd, &b, 1); } finally { close(fd); }")]
    [InlineData("int fd = open(text, 0); if (fd == -1) throw new IOException(); close(fd);")]
    [InlineData("int fd = open(text, 0); if (-1 == fd) return; close(fd);")]
    [InlineData("int fd = open(text, 0); if (fd <= 0) return; close(fd);")]
    [InlineData("int fd = open(text, 0); if (0 > fd) return; close(fd);")]
    [InlineData("int fd = open(text, 0); if (fd > -1) close(fd);")]
    [InlineData("int fd = open(text, 0); if (fd is -1) return; close(fd);")]
    [InlineData("int fd = open(text, 0); if (fd is < 0) return; close(fd);")]
    [InlineData("int fd = -1; try { fd = open(text, 0); if (fd < 0) return; } finally { if (fd >= 0) close(fd); }")]
    [InlineData("int fd = -1; try { fd = open(text, 0); } finally { if (fd != -1) close(fd); }")]
    [InlineData("_fd = open(text, 0);")]
    [InlineData("var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle((nint)open(text, 0), true);  using (handle) { }")]
    [InlineData("var all = new List<int>(); all.Add(open(text, 0)); _fd = all[0];")]
    [InlineData("int fd = open(text, 0); Action end = () => close(fd); end();")]
    public Task A_descriptor_that_is_closed_or_kept(string statements) => InMethod(statements);

    [Fact]
    public Task A_descriptor_that_is_returned() => InMethod("} int Open(string text) { int fd = open(text, 0); if (fd < 0) throw new IOException(); return fd;");

    [Theory]
    [InlineData("nint codec; codec_init(1, {|RH4001:&codec|});")]
    [InlineData("nint codec = 0; if (codec_init(1, {|RH4001:&codec|}) != 0) return; if (flag) return; codec_free(codec);")]
    [InlineData("nint codec; Check(codec_init(1, {|RH4001:&codec|})); if (flag) return; codec_free(codec);")]
    [InlineData("void* surface; surface_make({|RH4001:&surface|}, size);")]
    [InlineData("byte* surface; surface_make({|RH4001:(void**)&surface|}, size); surface[0] = 1;")]
    public Task An_address_through_a_pointer_that_is_lost(string statements) => InMethod(statements);

    [Theory]
    [InlineData("nint codec; if (codec_init(1, &codec) != 0) return; codec_free(codec);")]
    [InlineData("nint codec; Check(codec_init(1, &codec)); try { } finally { codec_free(codec); }")]
    [InlineData("nint codec; codec_init(1, &codec); _kept = codec;")]
    [InlineData("nint* place = stackalloc nint[1]; codec_init(1, place); codec_free(place[0]);")]
    [InlineData("fixed (nint* place = &_kept) codec_init(1, place);")]
    [InlineData("void* surface; if (surface_make(&surface, size) != 0) throw new IOException(); surface_drop(surface);")]
    [InlineData("byte* surface; surface_make((void**)&surface, size); surface_drop(surface);")]
    [InlineData("nint codec; nint* place = &codec; codec_init(1, place); codec_free(*place);")]
    public Task An_address_through_a_pointer_that_is_freed_or_kept(string statements) => InMethod(statements);

    private static Task InMethod(string statements)
    {
        var test = MemoryCode.Test($"unsafe class C\n{{\nstatic nint _kept;\n{Imports}void M(int size, string text, bool flag)\n{{\n{statements}\n}}\n}}");
        test.AdditionalFiles.Add("codec.contracts.txt", Lines);
        return test.RunAsync();
    }

    [Theory]
    [InlineData("int fd; while ((fd = open(text, 0)) < 0) size++; close(fd);")]
    [InlineData("int fd = open(text, 0); if (fd > 2) close(fd);")]
    [InlineData("int fd = flag ? open(text, 0) : -1; if (fd != -1) close(fd);")]
    [InlineData("int best = -1; for (int i = 0; i < size; i++) { int fd = open(text, i); if (fd < 0) continue; if (best >= 0) close(best); best = fd; } if (best >= 0) close(best);")]
    [InlineData("int fd = Checked(open(text, 0)); close(fd); static int Checked(int result) => result < 0 ? throw new IOException() : result;")]
    public Task A_comparison_before_the_call_or_around_it(string statements) => InMethod(statements);
}
