namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>A method that is called may release it, but does not always.</summary>
public sealed class ValidCalls
{
    [Fact]
    public Task Released_by_a_method_in_source_that_fails() => ReleaseCode.InClass(
        """
        static bool TryRead(Stream stream)
        {
            if (stream.CanSeek)
                return true;
            stream.Dispose();
            return false;
        }

        int M(Stream stream) => TryRead(stream) ? stream.ReadByte() : -1;
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
            Finish(stream, closes: false);
            stream.ReadByte();
        }
        """);

    [Fact]
    public Task Handed_to_a_method_in_source_that_releases_it_when_reading_fails() => ReleaseCode.InClass(
        """
        static async Task<int> Probe(Stream stream)
        {
            try
            {
                return stream.ReadByte();
            }
            catch (IOException)
            {
                await stream.DisposeAsync();
                throw;
            }
        }

        async Task M(Stream stream)
        {
            await Probe(stream);
            stream.ReadByte();
        }
        """);

    [Fact]
    public Task An_object_that_ends_itself_at_the_end_of_its_data() => ReleaseCode.InFile(
        """
        sealed class Pump : Resource
        {
            private int _left = 3;

            public void Next()
            {
                if (--_left == 0)
                    Dispose();
            }
        }

        class C
        {
            void M()
            {
                using var pump = new Pump();
                pump.Next();
                pump.Next();
            }
        }
        """);

    [Fact]
    public Task Read_by_a_reader_in_source_that_leaves_it_open() => ReleaseCode.InFile(
        """
        sealed class Lines(Stream source, bool leaveOpen) : IDisposable
        {
            public int Next() => source.ReadByte();

            public void Dispose()
            {
                if (!leaveOpen)
                    source.Dispose();
            }
        }

        class C
        {
            static int First(Stream stream)
            {
                using var lines = new Lines(stream, leaveOpen: true);
                return lines.Next();
            }

            int M(Stream stream) => First(stream) + stream.ReadByte();
        }
        """);
}
