namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>The release or the use is in a method that is called.</summary>
public sealed class DiagnosticsCalls
{
    [Fact]
    public Task Passed_to_a_method_that_uses_it() => ReleaseCode.InClass(
        """
        static int Parse(Stream stream) => stream.ReadByte();

        void M(Stream stream)
        {
            stream.Dispose();
            Console.WriteLine(Parse({|RH3003:stream|}));
        }
        """);

    [Fact]
    public Task Passed_to_a_wrapper() => ReleaseCode.InMethod(
        """
        given.Dispose();
        using var reader = new StreamReader({|RH3003:given|});
        """);

    [Fact]
    public Task Copied_from() => ReleaseCode.InMethod(
        """
        using var target = File.Create(path);
        given.Dispose();
        {|RH3003:given|}.CopyTo(target);
        """);

    [Fact]
    public Task Copied_to() => ReleaseCode.InMethod(
        """
        var target = File.Create(path);
        target.Dispose();
        given.CopyTo({|RH3003:target|});
        """);

    [Fact]
    public Task Released_by_a_method_in_source() => ReleaseCode.InClass(
        """
        static void Finish(Stream stream)
        {
            stream.Flush();
            stream.Dispose();
        }

        void M(Stream stream)
        {
            Finish(stream);
            {|RH3003:stream|}.ReadByte();
        }
        """);

    [Fact]
    public Task Released_by_an_annotated_method() => ReleaseCode.InClass(
        """
        static extern void Finish([Releases] Resource resource);

        void M(Resource resource)
        {
            Finish(resource);
            {|RH3003:resource|}.Use();
        }
        """);

    [Fact]
    public Task Released_by_an_annotated_method_of_its_own() => ReleaseCode.InFile(
        """
        class Session : Resource
        {
            [Releases]
            public extern void End();
        }

        class C
        {
            void M()
            {
                var session = new Session();
                session.End();
                {|RH3003:session|}.Use();
            }
        }
        """);

    [Fact]
    public Task Released_by_a_method_that_calls_dispose() => ReleaseCode.InFile(
        """
        class Session : Resource
        {
            public void Shutdown()
            {
                Use();
                Dispose();
            }
        }

        class C
        {
            void M()
            {
                var session = new Session();
                session.Shutdown();
                {|RH3003:session|}.Use();
            }
        }
        """);

    [Fact]
    public Task Released_by_a_local_function() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        Finish();
        {|RH3003:resource|}.Use();

        void Finish() => resource.Dispose();
        """);

    [Fact]
    public Task Released_by_a_lambda_that_is_called_here() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        Action finish = () => resource.Dispose();
        finish();
        {|RH3003:resource|}.Use();
        """);

    [Fact]
    public Task Released_by_a_method_in_source_that_is_told_to() => ReleaseCode.InClass(
        """
        static void Finish(Stream stream, bool closes)
        {
            stream.Flush();
            if (closes)
                stream.Dispose();
        }

        void M(Stream stream)
        {
            Finish(stream, closes: true);
            {|RH3003:stream|}.ReadByte();
        }
        """);

    [Fact]
    public Task A_property_in_source_that_asks_or_that_the_release_changes() => ReleaseCode.InFile(
        """
        sealed class Package : IDisposable
        {
            private readonly FileStream? _file;
            private byte[] _header = ArrayPool<byte>.Shared.Rent(4);

            public byte[] Header => _header;
            public string Name => Checked()._file?.Name ?? "";
            public long Length => _file!.Length;
            public Stream? File => _file;

            public void Dispose()
            {
                _file?.Dispose();
                ArrayPool<byte>.Shared.Return(_header);
            }

            private Package Checked() => this;
        }

        class C
        {
            void M(Package package)
            {
                package.Dispose();
                Console.WriteLine({|RH3003:package|}.Header.Length);
                Console.WriteLine({|RH3003:package|}.Name);
                Console.WriteLine({|RH3003:package|}.Length);
                Console.WriteLine({|RH3003:package|}.File);
            }
        }
        """);
}
