namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3005;

/// <summary>Methods that release what they return only where they do not return it.</summary>
public sealed class ValidFactories
{
    [Fact]
    public Task Released_in_a_handler_that_throws() => ReleaseCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = File.OpenRead(path);
            try
            {
                stream.ReadByte();
                return stream;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        """);

    [Fact]
    public Task Released_in_a_finally_unless_it_succeeded() => ReleaseCode.InClass(
        """
        Stream Open(string path)
        {
            bool succeeded = false;
            var stream = File.OpenRead(path);
            try
            {
                stream.ReadByte();
                succeeded = true;
                return stream;
            }
            finally
            {
                if (!succeeded)
                    stream.Dispose();
            }
        }
        """);

    [Fact]
    public Task Emptied_before_the_finally() => ReleaseCode.InClass(
        """
        Resource Create()
        {
            Resource? pending = null;
            try
            {
                pending = new Resource();
                pending.Use();
                var result = pending;
                pending = null;
                return result;
            }
            finally
            {
                pending?.Dispose();
            }
        }
        """);

    [Fact]
    public Task What_was_taken_out_of_it() => ReleaseCode.InFile(
        """
        class Handle : Resource
        {
            [return: Owned]
            public extern Handle Detach();
        }

        class C
        {
            Handle M()
            {
                using var handle = new Handle();
                handle.Use();
                return handle.Detach();
            }
        }
        """);

    [Fact]
    public Task Released_where_nothing_is_returned() => ReleaseCode.InClass(
        """
        Stream? Open(string path)
        {
            var stream = File.OpenRead(path);
            if (stream.ReadByte() == 1)
                return stream;
            stream.Dispose();
            return null;
        }
        """);

    [Fact]
    public Task An_out_parameter_that_is_emptied() => ReleaseCode.InClass(
        """
        bool TryOpen(string path, out Stream? stream)
        {
            stream = File.OpenRead(path);
            if (stream.ReadByte() == 1)
                return true;
            stream.Dispose();
            stream = null;
            return false;
        }
        """);

    [Fact]
    public Task The_best_of_many() => ReleaseCode.InClass(
        """
        static extern bool IsFree([Borrowed] Resource resource);

        Resource? Find(int count)
        {
            for (int i = 0; i < count; i++)
            {
                var resource = new Resource();
                if (IsFree(resource))
                    return resource;
                resource.Dispose();
            }

            return null;
        }
        """);

    [Fact]
    public Task Replaced_by_another() => ReleaseCode.InClass(
        """
        Stream Reopen(Stream stream, string path)
        {
            stream.Dispose();
            stream = File.OpenRead(path);
            return stream;
        }
        """);

    [Fact]
    public Task A_copy_of_its_content() => ReleaseCode.InClass(
        """
        MemoryStream Load(string path)
        {
            using var stream = File.OpenRead(path);
            var copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            return copy;
        }
        """);

    [Fact]
    public Task A_block_that_is_freed_after_a_failure() => ReleaseCode.InClass(
        """
        Block Allocate()
        {
            var block = Native.Allocate(16);
            try
            {
                Native.Fill(block);
            }
            catch
            {
                Native.Free(block);
                throw;
            }

            return block;
        }
        """);
}
