namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1003;

/// <summary>Made, then something that may fail, and only then handed over.</summary>
public sealed class DiagnosticsHandOver
{
    [Fact]
    public Task A_factory_that_reads_the_header_first() => ExceptionCode.InClass(
        """
        Stream Open(string path)
        {
            var stream = [|File.OpenRead(path)|];
            stream.ReadByte();
            return stream;
        }
        """);

    [Fact]
    public Task A_connection_that_is_opened_before_it_is_returned() => ExceptionCode.InFile(
        """
        using System.Data.Common;

        class Store
        {
            DbConnection Connect(DbProviderFactory factory)
            {
                var connection = [|factory.CreateConnection()|]!;
                connection.Open();
                return connection;
            }
        }
        """);

    [Fact]
    public Task A_client_that_connects_before_it_is_stored() => ExceptionCode.InFile(
        """
        using System.Net.Sockets;

        class Session
        {
            private TcpClient? _client;

            void Connect(string host)
            {
                var client = [|new TcpClient()|];
                client.Connect(host, 80);
                _client = client;
            }
        }
        """);

    [Fact]
    public Task A_socket_that_is_bound_before_it_is_returned() => ExceptionCode.InFile(
        """
        using System.Net;
        using System.Net.Sockets;

        class Server
        {
            Socket Listen(EndPoint endPoint)
            {
                var socket = [|new Socket(SocketType.Stream, ProtocolType.Tcp)|];
                socket.Bind(endPoint);
                socket.Listen();
                return socket;
            }
        }
        """);

    [Fact]
    public Task A_key_that_is_parsed_after_the_cipher_was_made() => ExceptionCode.InFile(
        """
        using System.Security.Cryptography;

        class Cipher
        {
            Aes Make(string key)
            {
                var aes = [|Aes.Create()|];
                aes.Key = Convert.FromBase64String(key);
                return aes;
            }
        }
        """);

    [Fact]
    public Task A_parameter_that_takes_it_comes_too_late() => ExceptionCode.InClass(
        """
        interface IOwner { void Adopt([TakesOwnership] Resource resource); }

        void M(IOwner owner, string path)
        {
            var resource = [|new Resource()|];
            File.Delete(path);
            owner.Adopt(resource);
        }
        """);

    [Fact]
    public Task An_archive_that_is_unpacked() => ExceptionCode.InFile(
        """
        using System.IO.Compression;

        class Unpacker
        {
            void Unpack(string path)
            {
                var archive = [|ZipFile.OpenRead(path)|];
                archive.ExtractToDirectory(path + ".d");
                archive.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_process_whose_output_is_read() => ExceptionCode.InFile(
        """
        using System.Diagnostics;

        class Runner
        {
            string Run(ProcessStartInfo info)
            {
                var process = [|Process.Start(info)|]!;
                string text = process.StandardOutput.ReadToEnd();
                process.Dispose();
                return text;
            }
        }
        """);

    [Fact]
    public Task A_native_handle_that_is_asked() => ExceptionCode.InMethod(
        """
        var handle = [|File.OpenHandle(path)|];
        long length = RandomAccess.GetLength(handle);
        handle.Dispose();
        Console.WriteLine(length);
        """);

    [Fact]
    public Task A_mapped_file_whose_view_is_made() => ExceptionCode.InFile(
        """
        using System.IO.MemoryMappedFiles;

        class Map
        {
            long Size(string path)
            {
                var map = [|MemoryMappedFile.CreateFromFile(path)|];
                long size;
                using (var view = map.CreateViewAccessor())
                    size = view.Capacity;
                map.Dispose();
                return size;
            }
        }
        """);
}
