namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1005;

/// <summary>Variables that owe nothing when they get their next value.</summary>
public sealed class ValidOverwrites
{
    [Fact]
    public Task Released_first() => LeakCode.InMethod(
        """
        var resource = new Resource();
        resource.Dispose();
        resource = new Resource();
        resource.Dispose();
        """);

    [Fact]
    public Task Released_first_where_it_was_there() => LeakCode.InMethod(
        """
        Resource? resource = flag ? new Resource() : null;
        resource?.Dispose();
        resource = new Resource();
        resource.Dispose();
        """);

    [Fact]
    public Task A_null_before_the_first_value() => LeakCode.InMethod(
        """
        Stream? stream = null;
        stream = File.OpenRead(path);
        stream.Dispose();
        stream = null;
        Console.WriteLine(stream);
        """);

    [Fact]
    public Task Another_variable_still_holds_it() => LeakCode.InMethod(
        """
        var resource = new Resource();
        var first = resource;
        resource = new Resource();
        first.Dispose();
        resource.Dispose();
        """);

    [Fact]
    public Task Stored_in_a_field_first() => LeakCode.InClass(
        """
        private Resource? _resource;

        void M()
        {
            Resource? resource = new Resource();
            _resource = resource;
            resource = null;
            Console.WriteLine(resource);
        }
        """);

    [Fact]
    public Task Put_into_a_list_first() => LeakCode.InClass(
        """
        List<Stream> M(string left, string right)
        {
            var list = new List<Stream>();
            Stream stream = File.OpenRead(left);
            list.Add(stream);
            stream = File.OpenRead(right);
            list.Add(stream);
            return list;
        }
        """);

    [Fact]
    public Task Passed_to_its_owner_first() => LeakCode.InClass(
        """
        interface IOwner { void Adopt([TakesOwnership] Resource resource); }

        void M(IOwner owner)
        {
            var resource = new Resource();
            owner.Adopt(resource);
            resource = new Resource();
            owner.Adopt(resource);
        }
        """);

    [Fact]
    public Task A_wrapper_takes_the_name() => LeakCode.InFile(
        """
        using System.IO.Compression;

        class C
        {
            void M(string path, bool isPacked)
            {
                Stream stream = File.OpenRead(path);
                if (isPacked)
                    stream = new GZipStream(stream, CompressionMode.Decompress);
                stream = new BufferedStream(stream);
                stream.ReadByte();
                stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_source_method_wraps_it() => LeakCode.InClass(
        """
        static Stream Buffer(Stream stream) => new BufferedStream(stream);

        void M(string path)
        {
            Stream stream = File.OpenRead(path);
            stream = Buffer(stream);
            stream.ReadByte();
            stream.Dispose();
        }
        """);

    [Fact]
    public Task A_fluent_call_yields_the_same_object() => LeakCode.InFile(
        """
        sealed class Builder : IDisposable
        {
            private int _size;
            public Builder WithSize(int size) { _size = size; return this; }
            public void Dispose() => _size = 0;
        }
        class C
        {
            void M(bool flag)
            {
                var builder = new Builder();
                builder = builder.WithSize(1);
                if (flag)
                    builder = builder.WithSize(2);
                builder.Dispose();
            }
        }
        """);

    [Fact]
    public Task Assigned_only_when_missing() => LeakCode.InMethod(
        """
        Resource? resource = flag ? new Resource() : null;
        resource ??= new Resource();
        resource = resource ?? new Resource();
        if (resource == null)
            resource = new Resource();
        resource.Dispose();
        """);

    [Fact]
    public Task Swapped_with_another() => LeakCode.InMethod(
        """
        var left = new Resource();
        var right = new Resource();
        if (flag)
        {
            var other = left;
            left = right;
            right = other;
        }

        (left, right) = (right, left);
        left.Dispose();
        right.Dispose();
        """);

    [Fact]
    public Task Each_branch_assigns_its_own() => LeakCode.InMethod(
        """
        Stream stream;
        if (flag)
            stream = File.OpenRead(path);
        else
            stream = new MemoryStream();
        stream.Dispose();
        """);

    [Fact]
    public Task A_borrowed_value_is_replaced() => LeakCode.InMethod(
        """
        Stream stream = given;
        stream.ReadByte();
        stream = File.OpenRead(path);
        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task Replaced_where_the_attempt_failed() => LeakCode.InClass(
        """
        static bool TryOpen(string path, out Stream? stream)
        {
            stream = File.Exists(path) ? File.OpenRead(path) : null;
            return stream != null;
        }

        void M(string left, string right)
        {
            if (!TryOpen(left, out var stream))
                stream = File.Create(right);
            stream!.Dispose();
        }
        """);

    [Fact]
    public Task Captured_by_a_lambda_that_has_left() => LeakCode.InClass(
        """
        void M(CancellationToken token)
        {
            Resource? resource = new Resource();
            token.Register(() => resource?.Dispose());
            resource = null;
        }
        """);

    [Fact]
    public Task Set_to_null_after_the_release_in_a_handler() => LeakCode.InMethod(
        """
        Stream? stream = File.OpenRead(path);
        try
        {
            stream.ReadByte();
        }
        catch (IOException)
        {
            stream.Dispose();
            stream = null;
        }

        stream?.Dispose();
        """);

    [Fact]
    public Task Assigned_to_itself() => LeakCode.InMethod(
        """
        var resource = new Resource();
        var same = resource;
        resource = same;
        resource = flag ? same : resource;
        resource.Dispose();
        """);

    [Fact]
    public Task An_unknown_call_by_reference_in_between() => LeakCode.InClass(
        """
        static void Reset(ref Resource? resource) { resource?.Dispose(); resource = null; }

        void M()
        {
            Resource? resource = new Resource();
            Reset(ref resource);
            resource = new Resource();
            resource.Dispose();
        }
        """);

    [Fact]
    public Task Made_by_code_that_does_not_compile_yet() => RH1002.DiagnosticsErroneousCode.Verify(
        """
        var resource = new Resource();
        Missing(resource);
        resource = new Resource();
        resource.Dispose();
        """);

    [Fact]
    public Task A_variable_that_a_lambda_hands_on() => LeakCode.InClass(
        """
        private readonly List<Stream> _all = [];
        void M(string path)
        {
            FileStream stream = null!;
            Action keep = () => _all.Add(stream);
            stream = File.OpenRead(path);
            keep();
            stream = File.OpenRead(path + ".2");
            keep();
        }
        """);

    [Fact]
    public Task Each_one_is_handed_on_before_the_next() => LeakCode.InClass(
        """
        private readonly List<Stream> _all = [];
        void M(string path)
        {
            var stream = File.OpenRead(path);
            _all.Add(stream);
            stream = File.OpenRead(path + ".2");
            _all.Add(stream);
        }
        """);
}
