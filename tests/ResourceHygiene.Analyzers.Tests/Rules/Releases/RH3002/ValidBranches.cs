namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3002;

/// <summary>One release on each path, however many are written.</summary>
public sealed class ValidBranches
{
    [Fact]
    public Task In_both_branches() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
        {
            resource.Dispose();
        }
        else
        {
            resource.Use();
            resource.Dispose();
        }
        """);

    [Fact]
    public Task Before_an_early_return() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (path.Length == 0)
        {
            resource.Dispose();
            return;
        }

        resource.Use();
        resource.Dispose();
        """);

    [Fact]
    public Task Before_a_throw() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        if (stream.ReadByte() < 0)
        {
            stream.Dispose();
            throw new InvalidDataException(path);
        }

        stream.Dispose();
        """);

    [Fact]
    public Task Before_a_call_that_does_not_return() => ReleaseCode.InClass(
        """
        [DoesNotReturn]
        static void Fail(string message) => throw new InvalidOperationException(message);

        void M(bool flag)
        {
            var resource = new Resource();
            if (flag)
            {
                resource.Dispose();
                Fail("flag");
            }

            resource.Dispose();
        }
        """);

    [Fact]
    public Task In_every_section_of_a_switch() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        switch (path)
        {
            case "a":
                resource.Dispose();
                break;
            case "b":
                resource.Use();
                goto default;
            default:
                resource.Dispose();
                break;
        }
        """);

    [Fact]
    public Task Before_a_jump_to_the_end() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
        {
            resource.Dispose();
            goto end;
        }

        resource.Use();
        resource.Dispose();
        end:
        Console.WriteLine(path);
        """);

    [Fact]
    public Task In_a_chain_of_conditions() => ReleaseCode.InMethod(
        """
        var resource = new Resource();
        if (flag)
            resource.Dispose();
        else if (path.Length == 0)
            resource.Dispose();
        else
            resource.Dispose();
        """);

    [Fact]
    public Task One_of_two_and_then_the_other() => ReleaseCode.InClass(
        """
        void M(bool flag, Resource first, Resource second)
        {
            if (flag)
                first.Dispose();
            second.Dispose();
        }
        """);

    [Fact]
    public Task By_pattern_on_each_branch() => ReleaseCode.InClass(
        """
        async Task M(object service)
        {
            if (service is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (service is IDisposable disposable)
                disposable.Dispose();
        }
        """);

    [Fact]
    public Task Of_a_wrapper_made_with_options_and_ended_before_its_using() => ReleaseCode.InFile(
        """
        class Options(bool isFast)
        {
            public bool IsFast => isFast;
        }

        sealed class Encoder : Resource
        {
            private Encoder(Options options) => Chosen = options;
            public Options Chosen { get; }
            public static Encoder Create(Options options) => new(options);
        }

        class C
        {
            void M(bool isFast, Options? options)
            {
                options ??= new Options(isFast);
                if (options.IsFast)
                {
                    using var fast = Encoder.Create(options);
                    fast.Use();
                    fast.Dispose();
                    return;
                }

                using var encoder = Encoder.Create(options);
                encoder.Use();
                encoder.Dispose();
            }
        }
        """);
}
